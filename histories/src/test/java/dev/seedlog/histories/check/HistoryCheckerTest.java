package dev.seedlog.histories.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seedlog.histories.Lines;
import dev.seedlog.histories.Violation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every operation is judged by whoever can, and what nobody can judge is not called valid. */
class HistoryCheckerTest {

    private static HistoryVerdict judge(String... lines) {
        HistoryChecker checker = new HistoryChecker();
        Lines.feed(checker, lines);
        return checker.finish();
    }

    private static void judged(HistoryVerdict.Outcome outcome, List<String> what, String... lines) {
        HistoryVerdict verdict = judge(lines);
        assertEquals(outcome, verdict.outcome(), verdict.toString());
        assertEquals(what, verdict.judged());
    }

    @Test
    void partitionsRegistersAndGroupsAreJudgedInOneHistory() {
        String[] all = {"0 send [[:send 0 1]] -> [[:send 0 [0 1]]]", "1 poll [[:poll]] -> [[:poll {0 [[0 1]]}]]",
            "2 write 3 -> 3", "2 read nil -> 3", "4 delete-group {:group \"g\"} -> {:group \"g\", :keys []}"};
        judged(HistoryVerdict.Outcome.VALID, List.of("groups", "partitions", "registers"), all);
        all[3] = "2 read nil -> 4";
        judged(HistoryVerdict.Outcome.INVALID, List.of("groups", "partitions", "registers"), all);
        all[3] = "2 read nil -> 3";
        all[1] = "1 poll [[:poll]] -> [[:poll {0 [[0 2]]}]]";
        judged(HistoryVerdict.Outcome.INVALID, List.of("groups", "partitions", "registers"), all);
    }

    @Test
    void setsQueuesAndListsAreJudgedInOneHistory() {
        String[] all = {"0 add 1 -> 1", "0 read nil -> #{1}", "1 enqueue 2 -> 2", "1 dequeue nil -> 2",
            "2 txn [[:append :x 1]] -> [[:append :x 1]]", "2 txn [[:r :x nil]] -> [[:r :x [1]]]"};
        judged(HistoryVerdict.Outcome.VALID, List.of("lists", "queues", "sets"), all);
        String[] wrong = {null, "0 read nil -> #{}", null, "1 dequeue nil -> 3", null, all[5].replace("[1]", "[]")};
        for (int i = 1; i < all.length; i += 2) {
            String[] one = all.clone();
            one[i] = wrong[i];
            judged(HistoryVerdict.Outcome.INVALID, List.of("lists", "queues", "sets"), one);
        }
        judged(HistoryVerdict.Outcome.VALID, List.of("lists"), "2 invoke txn [[:append :x 1]]", "2 fail txn nil");
    }

    @Test
    void whatNobodyCanJudgeIsUnknown() {
        judged(HistoryVerdict.Outcome.UNKNOWN, List.of("queues"), "0 enqueue 1 -> 1");
        judged(HistoryVerdict.Outcome.UNKNOWN, List.of(), "n info kill nil");
        judged(HistoryVerdict.Outcome.UNKNOWN, List.of("registers", "sets"), "0 write 1 -> 1", "1 add 1 -> 1");
    }

    @Test
    void whatTheRecorderSawItselfIsAViolation() {
        HistoryVerdict verdict = judge("0 write 1 -> 1", "n info violation {:anomaly :corrupt, :what \"wrong bytes\"}");
        assertEquals(HistoryVerdict.Outcome.INVALID, verdict.outcome());
        assertEquals(List.of(new Violation("corrupt", Violation.NO_KEY, "wrong bytes", List.of(2L))),
                verdict.violations());
    }

    @Test
    void aCauseThatBreaksThousandsOfPromisesIsToldAFewTimes() {
        String[] lines = new String[100];
        for (int i = 0; i < 100; i++) {
            lines[i] = "1 poll [[:poll]] -> [[:poll {0 [[" + i + " " + i + "]]}]]";
        }
        HistoryVerdict verdict = judge(lines);
        assertEquals(10, verdict.violations().size());
        assertEquals(100, verdict.total());
    }
}
