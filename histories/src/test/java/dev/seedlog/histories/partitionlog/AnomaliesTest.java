package dev.seedlog.histories.partitionlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.seedlog.histories.Lines;
import dev.seedlog.histories.UnjudgeableHistoryException;
import dev.seedlog.histories.Violation;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Each anomaly in the smallest history that has it, and beside it one that nearly does and is right. */
class AnomaliesTest {

    private static final String PLAIN = "n info key-profile {:key 0, :topic-id \"t\", :topic-partition \"t-0\", "
            + ":replicas 1, :cleanup \"none\", :unclean-election? false, :read-committed? false, "
            + ":transactional? false}";
    private static final String THREE_REPLICAS = PLAIN.replace(":replicas 1", ":replicas 3");
    private static final String FORGETS = PLAIN.replace("\"none\"", "\"delete\"");
    private static final String COMPACTS = PLAIN.replace("\"none\"", "\"compact\"");
    private static final String TRANSACTIONAL = PLAIN.replace(":transactional? false", ":transactional? true");
    private static final String SENT_1 = "0 send [[:send 0 1]] -> [[:send 0 [0 1]]]";
    private static final String SENT_2 = "0 send [[:send 0 2]] -> [[:send 0 [1 2]]]";
    private static final String CUT = "n info breach {:key 0, :generation 1, :reason :power-cut, :durable-end ";

    private static List<Violation> violations(String... lines) {
        PartitionLogChecker checker = new PartitionLogChecker();
        Lines.feed(checker, lines);
        return checker.finish();
    }

    private static void valid(String... lines) {
        assertEquals(List.of(), violations(lines));
    }

    private static void shows(String anomaly, String... lines) {
        List<Violation> found = violations(lines);
        TreeSet<String> names = new TreeSet<>(found.stream().map(Violation::anomaly).toList());
        assertEquals(new TreeSet<>(List.of(anomaly)), names, found.toString());
    }

    private static String profile(int producer, int acks, boolean idempotent) {
        return "n info producer-profile {:producer " + producer + ", :acks " + acks + ", :idempotent? " + idempotent
                + ", :ordered? " + idempotent + "}";
    }

    private static String poll(int process, String pairs, int from, int to) {
        return process + " poll [[:poll]] -> [[:poll {0 [" + pairs + "]}]] | :positions {0 [" + from + " " + to + "]}";
    }

    private static String last(String pairs, int from, int to) {
        return "9 poll [[:poll]] -> [[:poll {0 [" + pairs + "]}]] | :final? true, :positions {0 [" + from + " " + to
                + "]}";
    }

    private static String last(String pairs, int from, int to, int generation) {
        return last(pairs, from, to) + ", :generation " + generation;
    }

    @Test
    void whatIsSentAndReadIsValid() {
        valid(PLAIN, SENT_1, SENT_2, poll(1, "[0 1]", 0, 1), poll(1, "[1 2]", 1, 2), last("[0 1] [1 2]", 0, 2));
        valid(SENT_1, SENT_2, "1 poll [[:poll]] -> [[:poll {0 [[0 1] [1 2]]}]]");
    }

    @Test
    void anAcknowledgedValueThatIsNotThereAtLastIsLost() {
        shows("lost-write", PLAIN, SENT_1, SENT_2, last("[0 1]", 0, 1));
        shows("lost-write", TRANSACTIONAL, SENT_1, SENT_2, last("[1 2]", 0, 2).replace(":positions {0 [0 2]}",
                ":positions {0 [1 2]}"));
        valid(PLAIN, SENT_1, "0 invoke send [[:send 0 2]]", "0 info send [[:send 0 2]]", last("[0 1]", 0, 1));
        valid(PLAIN, SENT_1, last("[0 1]", 0, 1), SENT_2);
    }

    @Test
    void whatWasReadIsNotLostEither() {
        String unknown = "0 invoke send [[:send 0 2]]";
        shows("lost-write", PLAIN, SENT_1, unknown, poll(1, "[1 2]", 1, 2), last("[0 1]", 0, 1),
                "0 info send [[:send 0 2]]");
        valid(PLAIN, SENT_1, unknown, poll(1, "[1 2]", 1, 2), last("[0 1] [1 2]", 0, 2), "0 info send [[:send 0 2]]");
    }

    @Test
    void withoutFinalReadsWhatLiesInFrontOfARecordThatWasReadMustHaveBeenRead() {
        shows("lost-write", SENT_1, SENT_2, "1 poll [[:poll]] -> [[:poll {0 [[1 2]]}]]");
        shows("unseen", SENT_1, SENT_2, "1 poll [[:poll]] -> [[:poll {0 [[0 1]]}]]");
        valid(SENT_1, SENT_2, "1 poll [[:poll]] -> [[:poll {0 [[1 2]]}]]",
                "2 poll [[:poll]] -> [[:poll {0 [[0 1]]}]]");
    }

    @Test
    void whatWasAcknowledgedWithoutAnOffsetMustHaveBeenReadSomewhere() {
        String unplaced = "0 send [[:send 0 2]] -> [[:send 0 [nil 2]]]";
        shows("unseen", SENT_1, unplaced, "1 poll [[:poll]] -> [[:poll {0 [[0 1]]}]]");
        shows("unseen", PLAIN, SENT_1, unplaced, last("[0 1]", 0, 1));
        valid(SENT_1, unplaced, "1 poll [[:poll]] -> [[:poll {0 [[0 1] [nil 2]]}]]");
        valid(PLAIN, SENT_1, unplaced, last("[0 1] [1 2]", 0, 2));
        valid(PLAIN, SENT_1, last("[0 1]", 0, 1), unplaced);
        valid(FORGETS, SENT_1, unplaced, last("[0 1]", 0, 1));
        valid(PLAIN, SENT_1, unplaced, CUT + "1}", last("[0 1]", 0, 1, 1));
        valid(PLAIN, profile(4, 0, false), SENT_1, unplaced + " | :producer 4", last("[0 1]", 0, 1));
    }

    @Test
    void anAcknowledgementByOneOfSeveralReplicasPromisesNothing() {
        String one = "0 send [[:send 0 1]] -> [[:send 0 [0 1]]] | :producer 4";
        shows("lost-write", PLAIN, profile(4, 1, true), one, last("", 0, 0));
        shows("lost-write", THREE_REPLICAS, profile(4, -1, true), one, last("", 0, 0));
        valid(THREE_REPLICAS, profile(4, 1, true), one, last("", 0, 0));
        valid(PLAIN, profile(4, 0, false), one.replace("[0 1]]]", "[nil 1]]]"), last("", 0, 0));
    }

    @Test
    void whatWasDeletedIsNotLost() {
        String delete = "3 delete-records {:key 0, :start 1} -> {:key 0, :start 1}";
        shows("lost-write", PLAIN, SENT_1, SENT_2, last("[1 2]", 1, 2));
        valid(PLAIN, SENT_1, SENT_2, delete, last("[1 2]", 1, 2));
        shows("lost-write", PLAIN, SENT_1, SENT_2, delete, last("", 2, 2));
        valid(FORGETS, SENT_1, SENT_2, last("", 2, 2));
        shows("lost-write", FORGETS, SENT_1, SENT_2, last("", 0, 0));
    }

    @Test
    void whatIsDeletedWhileItIsReadAtLastIsNotLost() {
        String asked = "9 invoke poll [[:poll]]";
        String gone = "9 fail poll [[:poll]] | :error :offset-out-of-range, :positions {0 [1 1]}";
        String[] read = {FORGETS, SENT_1, SENT_2, "0 send [[:send 0 3]] -> [[:send 0 [2 3]]]", last("[0 1]", 0, 1)};
        valid(with(read, asked, gone, last("[2 3]", 2, 3)));
        valid(with(read, asked, gone, last("", 3, 3)));
        shows("lost-write", with(read, asked, gone, last("", 2, 2)));
        shows("poll-skip", with(read, last("[2 3]", 2, 3)));
        read[0] = PLAIN;
        assertEquals(new TreeSet<>(List.of("lost-write", "offset-out-of-range")), new TreeSet<>(
                violations(with(read, asked, gone, last("[2 3]", 2, 3))).stream().map(Violation::anomaly).toList()));
    }

    @Test
    void whatIsCompactedMayBeMissingInTheMiddle() {
        valid(COMPACTS, SENT_1, SENT_2, poll(1, "[1 2]", 0, 2), last("[1 2]", 0, 2));
        shows("inconsistent-offsets", COMPACTS, SENT_1, SENT_2, last("[0 2]", 0, 2));
    }

    @Test
    void compactionLeavesTheNewestOfEachRecordKey() {
        String one = "0 send [[:send 0 1]] -> [[:send 0 [0 1]]] | :record-keys [7]";
        String[] written = {COMPACTS, one, "0 send [[:send 0 2]] -> [[:send 0 [1 2]]] | :record-keys [7]",
            "0 send [[:send 0 3]] -> [[:send 0 [2 3]]] | :record-keys [8]", last("[1 2] [2 3]", 0, 3)};
        valid(written);
        written[4] = last("[0 1] [2 3]", 0, 3);
        shows("lost-write", written);
        written[4] = last("[1 2]", 0, 3);
        shows("lost-write", written);
    }

    @Test
    void aBreachLeavesAPrefix() {
        String third = "0 send [[:send 0 3]] -> [[:send 0 [2 3]]]";
        String[] sent = {PLAIN, SENT_1, SENT_2, third};
        valid(with(sent, CUT + "1}", last("[0 1]", 0, 1, 1)));
        valid(with(sent, CUT + "1}", last("[0 1] [1 2]", 0, 2, 1)));
        shows("lost-write", with(sent, CUT + "2}", last("[0 1]", 0, 1, 1)));
        shows("lost-write", with(sent, CUT + "0}", CUT.replace("1, :reason", "2, :reason") + "2}",
                "1 poll [[:poll]] -> [[:poll {0 [[1 2]]}]] | :generation 1, :positions {0 [1 2]}",
                last("[0 1]", 0, 1, 2)));
        shows("lost-write", with(sent, CUT + "1}",
                "1 poll [[:poll]] -> [[:poll {0 [[0 1] [1 2]]}]] | :generation 1, :positions {0 [0 2]}",
                last("[0 1]", 0, 1, 1)));
    }

    @Test
    void whatWasForcedStaysThoughNobodyHeardOfIt() {
        String[] unheard = {PLAIN, SENT_1, "0 invoke send [[:send 0 2]]", "0 info send [[:send 0 2]]"};
        shows("lost-write", with(unheard, CUT + "2, :first-offset 1, :values [2]}", last("[0 1]", 0, 1, 1)));
        valid(with(unheard, CUT + "2, :first-offset 1, :values [2]}", last("[0 1] [1 2]", 0, 2, 1)));
        valid(with(unheard, CUT + "1}", last("[0 1]", 0, 1, 1)));
    }

    @Test
    void whatLiesBehindALostRecordIsLostToo() {
        String third = "0 send [[:send 0 3]] -> [[:send 0 [2 3]]]";
        String other = "5 send [[:send 0 7]] -> [[:send 0 [1 7]]] | :generation 1";
        shows("hole", PLAIN, SENT_1, SENT_2, third, CUT + "0}", other, last("[0 1] [1 7] [2 3]", 0, 3, 1));
        valid(PLAIN, SENT_1, SENT_2, third, CUT + "0}", other, last("[0 1] [1 7]", 0, 2, 1));
        shows("hole", PLAIN, SENT_1, SENT_2, CUT + "0}", "5 invoke list-offsets {:key 0}",
                "5 ok list-offsets {:key 0, :end 1} | :generation 1", CUT.replace("1, :reason", "2, :reason") + "0}",
                last("[0 1] [1 2]", 0, 2, 2));
    }

    @Test
    void whatCameAfterTheLossWasNotLostWithIt() {
        String unknown = "7 invoke send [[:send 0 9]]";
        String second = CUT.replace("1, :reason", "2, :reason") + "2}";
        String behind = "5 send [[:send 0 3]] -> [[:send 0 [1 3]]] | :generation ";
        String end = last("[0 9] [1 3]", 0, 2, 2);
        valid(PLAIN, SENT_1, unknown, CUT + "0}", behind + "1", second, end, "7 info send [[:send 0 9]]");
        shows("hole", PLAIN, SENT_1, unknown, behind + "0", CUT + "0}", second, end, "7 info send [[:send 0 9]]");
    }

    @Test
    void anAnswerOfTheLifeBeforeIsJudgedByThatLife() {
        String invoked = "0 invoke send [[:send 0 1]]";
        String acked = "0 ok send [[:send 0 [0 1]]] | :generation ";
        valid(PLAIN, invoked, CUT + "0}", acked + "0", last("", 0, 0, 1));
        shows("lost-write", PLAIN, invoked, CUT + "0}", acked + "1", last("", 0, 0, 1));
        valid(PLAIN, invoked, CUT + "0}", "0 ok send [[:send 0 [0 1]]]", last("", 0, 0, 1));
    }

    @Test
    void anOffsetHasOneValue() {
        shows("inconsistent-offsets", SENT_1, "1 send [[:send 0 2]] -> [[:send 0 [0 2]]]",
                "2 poll [[:poll]] -> [[:poll {0 [[0 1]]}]]");
        valid(SENT_1, "1 send [[:send 1 2]] -> [[:send 1 [0 2]]]",
                "2 poll [[:poll]] -> [[:poll {0 [[0 1]], 1 [[0 2]]}]]");
    }

    @Test
    void aValueHasOneOffset() {
        String twice = "1 poll [[:poll]] -> [[:poll {0 [[0 1] [1 1]]}]]";
        shows("duplicate", SENT_1, twice);
        String[] retried = {PLAIN, profile(4, -1, false), "0 invoke send [[:send 0 1]] | :producer 4",
            "0 ok send [[:send 0 [0 1]]] | :attempts 2", last("[0 1] [1 1]", 0, 2)};
        valid(retried);
        retried[3] = "0 ok send [[:send 0 [0 1]]] | :attempts 1";
        shows("duplicate", retried);
        retried[3] = "0 ok send [[:send 0 [0 1]]] | :attempts 2";
        retried[1] = profile(4, -1, true);
        shows("duplicate", retried);
    }

    @Test
    void whoseRecordsWereDeletedIsUnknownToAReplicaThatBeganAnewBehindThem() {
        String[] retried = {FORGETS, profile(4, -1, true), "0 invoke send [[:send 0 1]] | :producer 4",
            poll(1, "[0 1]", 0, 1), "n info began-anew {:key 0, :start 3}",
            "0 ok send [[:send 0 [5 1]]] | :attempts 2"};
        valid(retried);
        retried[5] = "0 ok send [[:send 0 [2 1]]] | :attempts 2";
        shows("duplicate", retried);
        retried[4] = "n info began-anew {:key 1, :start 1}";
        shows("duplicate", retried);
    }

    @Test
    void whatWasRefusedIsNotRead() {
        String invoked = "0 invoke send [[:send 0 1]]";
        String read = "1 poll [[:poll]] -> [[:poll {0 [[0 1]]}]]";
        shows("G1a", invoked, "0 fail send [[:send 0 1]]", read);
        shows("G1a", invoked, read, "0 fail send [[:send 0 1]]");
        valid(invoked, "0 info send [[:send 0 1]]", read);
    }

    @Test
    void whatWasAbortedIsReadByThoseWhoReadUncommitted() {
        String invoked = "0 invoke txn [[:send 0 1]]";
        String aborted = "0 fail txn [[:send 0 1]] | :aborted? true";
        String read = "1 poll [[:poll]] -> [[:poll {0 [[0 1]]}]]";
        valid(TRANSACTIONAL, invoked, aborted, read);
        shows("G1a", TRANSACTIONAL.replace(":read-committed? false", ":read-committed? true"), invoked, aborted, read);
    }

    @Test
    void whatWasNeverSentIsNotRead() {
        shows("unwritten", SENT_1, "1 poll [[:poll]] -> [[:poll {0 [[0 1] [1 5]]}]]");
        valid(SENT_1, "0 invoke send [[:send 0 5]]", "1 poll [[:poll]] -> [[:poll {0 [[0 1] [1 5]]}]]",
                "0 info send [[:send 0 5]]");
    }

    @Test
    void nothingIsReadBeforeItIsSent() {
        shows("G1c-realtime", "1 poll [[:poll]] -> [[:poll {0 [[0 1]]}]]", SENT_1);
        valid("0 invoke send [[:send 0 1]]", "1 poll [[:poll]] -> [[:poll {0 [[0 1]]}]]",
                "0 ok send [[:send 0 [0 1]]]");
    }

    @Test
    void aTransactionDoesNotReadWhatItSends() {
        String txn = "0 txn [[:send 0 1] [:poll]] -> [[:send 0 [0 1]] [:poll {0 [[0 1]]}]]";
        shows("precommitted-read", txn);
        valid(TRANSACTIONAL, txn);
        valid(txn.replace("{0 [[0 1]]}", "{}"), "1 poll [[:poll]] -> [[:poll {0 [[0 1]]}]]");
    }

    @Test
    void aPollShowsEverythingBetweenItsRecords() {
        String third = "0 send [[:send 0 3]] -> [[:send 0 [2 3]]]";
        String all = "2 poll [[:poll]] -> [[:poll {0 [[0 1] [1 2] [2 3]]}]]";
        shows("int-poll-skip", SENT_1, SENT_2, third, all, "1 poll [[:poll]] -> [[:poll {0 [[0 1] [2 3]]}]]");
        valid(SENT_1, "0 send [[:send 0 3]] -> [[:send 0 [2 3]]]", "1 poll [[:poll]] -> [[:poll {0 [[0 1] [2 3]]}]]");
        shows("int-poll-skip", PLAIN, SENT_1, third, last("[0 1] [2 3]", 0, 3));
        valid(TRANSACTIONAL, SENT_1, third, last("[0 1] [2 3]", 0, 3));
    }

    @Test
    void aPollShowsEverythingUpToWhereItGoesOn() {
        shows("poll-skip", PLAIN, SENT_1, SENT_2, poll(1, "[0 1]", 0, 2), last("[0 1] [1 2]", 0, 2));
        valid(PLAIN, SENT_1, SENT_2, poll(1, "[0 1]", 0, 1), last("[0 1] [1 2]", 0, 2));
        valid(TRANSACTIONAL, SENT_1, poll(1, "[0 1]", 0, 2), last("[0 1]", 0, 2));
    }

    @Test
    void aConsumerGoesOnWhereItWas() {
        String both = "2 poll [[:poll]] -> [[:poll {0 [[0 1] [1 2] [2 3]]}]]";
        String third = "0 send [[:send 0 3]] -> [[:send 0 [2 3]]]";
        String first = "1 poll [[:poll]] -> [[:poll {0 [[0 1]]}]]";
        String skipping = "1 poll [[:poll]] -> [[:poll {0 [[2 3]]}]]";
        shows("poll-skip", SENT_1, SENT_2, third, both, first, skipping);
        shows("nonmonotonic-poll", SENT_1, SENT_2, third, both, skipping, first);
        shows("nonmonotonic-poll", SENT_1, SENT_2, third, both, first, first);
        valid(SENT_1, SENT_2, third, both, "1 subscribe [0] -> [0]", skipping, first);
        valid(SENT_1, SENT_2, third, both, first, "1 assign [1] -> [1]", "1 assign [0] -> [0]", skipping);
        shows("poll-skip", SENT_1, SENT_2, third, both, first, "1 assign [0 1] -> [0 1]", skipping);
        valid(SENT_1, SENT_2, third, both, skipping, "1 assign [0] -> [0] | :seek-to-beginning? true", first);
        valid(SENT_1, SENT_2, third, both, first, skipping + " | :rebalance-log [{:keys [0]}]");
        valid(SENT_1, SENT_2, third, both, first, skipping.replaceFirst("1", "11"));
    }

    @Test
    void aConsumerGoesOnBehindWhatItWasShown() {
        shows("nonmonotonic-poll", PLAIN, SENT_1, SENT_2, poll(1, "[0 1] [1 2]", 0, 1), poll(1, "[1 2]", 1, 2),
                last("[0 1] [1 2]", 0, 2));
        valid(PLAIN, SENT_1, SENT_2, poll(1, "[0 1]", 0, 1), poll(1, "[1 2]", 1, 2), last("[0 1] [1 2]", 0, 2));
    }

    @Test
    void aConsumerMayGoToTheLogsNewBeginning() {
        String third = "0 send [[:send 0 3]] -> [[:send 0 [2 3]]]";
        String both = "2 poll [[:poll]] -> [[:poll {0 [[0 1] [1 2] [2 3]]}]]";
        String first = "1 poll [[:poll]] -> [[:poll {0 [[0 1]]}]]";
        String skipping = "1 poll [[:poll]] -> [[:poll {0 [[2 3]]}]]";
        valid(SENT_1, SENT_2, third, both, first,
                "3 delete-records {:key 0, :start 2} -> {:key 0, :start 2}", skipping);
        shows("poll-skip", SENT_1, SENT_2, third, both, first,
                "3 delete-records {:key 0, :start 1} -> {:key 0, :start 1}", skipping);
    }

    @Test
    void aPollIsInOrder() {
        shows("int-nonmonotonic-poll", SENT_1, SENT_2, "1 poll [[:poll]] -> [[:poll {0 [[1 2] [0 1]]}]]");
        shows("nonmonotonic-poll", PLAIN, SENT_1, SENT_2, poll(1, "[0 1] [1 2]", 1, 2), last("[0 1] [1 2]", 0, 2));
        valid(SENT_1, SENT_2, "1 poll [[:poll]] -> [[:poll {0 [[0 1] [1 2]]}]]");
    }

    @Test
    void aSessionsOrderIsTheLogs() {
        String out = "0 invoke send [[:send 0 1]] | :producer 4";
        String behind = "1 invoke send [[:send 0 2]] | :producer 4";
        String[] crossed = {PLAIN, profile(4, -1, true), out, behind, "1 ok send [[:send 0 [0 2]]]",
            "0 ok send [[:send 0 [1 1]]]", last("[0 2] [1 1]", 0, 2)};
        shows("nonmonotonic-send", crossed);
        crossed[1] = profile(4, -1, false);
        valid(crossed);
        shows("int-nonmonotonic-send", "0 send [[:send 0 1] [:send 0 2]] -> [[:send 0 [1 1]] [:send 0 [0 2]]]",
                "1 poll [[:poll]] -> [[:poll {0 [[0 2] [1 1]]}]]");
        valid("0 send [[:send 0 1] [:send 0 2]] -> [[:send 0 [0 1]] [:send 0 [1 2]]]",
                "1 poll [[:poll]] -> [[:poll {0 [[0 1] [1 2]]}]]");
    }

    @Test
    void whatMayBeThereTwiceIsInOrderWhereItIsFirst() {
        String[] repeated = {PLAIN, profile(4, -1, false).replace(":ordered? false", ":ordered? true"),
            "0 invoke send [[:send 0 1]] | :producer 4", "0 info send [[:send 0 1]] | :attempts 2",
            "1 send [[:send 0 2]] -> [[:send 0 [1 2]]] | :producer 4",
            "3 delete-records {:key 0, :start 1} -> {:key 0}", last("[1 2] [2 1]", 1, 3)};
        valid(repeated);
        repeated[1] = profile(4, -1, true);
        shows("nonmonotonic-send", repeated);
    }

    @Test
    void aRequestThatWasGivenUpMayArriveLaterUnlessItsEpochIsFenced() {
        String[] late = {PLAIN, profile(4, -1, false).replace(":ordered? false", ":ordered? true"),
            "0 invoke send [[:send 0 1]] | :producer 4", "0 info send [[:send 0 1]] | :producer 4 :attempts 1",
            "1 send [[:send 0 2]] -> [[:send 0 [0 2]]] | :producer 4", last("[0 2] [1 1]", 0, 2)};
        valid(late);
        late[1] = profile(4, -1, true);
        shows("nonmonotonic-send", late);
    }

    @Test
    void whatIsSentLaterLiesBehind() {
        String read = "2 poll [[:poll]] -> [[:poll {0 [[0 1] [1 2]]}]]";
        shows("G0-realtime", "1 send [[:send 0 2]] -> [[:send 0 [1 2]]]", "0 send [[:send 0 1]] -> [[:send 0 [0 1]]]",
                read);
        valid("0 invoke send [[:send 0 1]]", "1 send [[:send 0 2]] -> [[:send 0 [1 2]]]", "0 ok send [[:send 0 [0 1]]]",
                read);
        shows("G0-realtime", "1 invoke send [[:send 0 2]]", "3 poll [[:poll]] -> [[:poll {0 [[1 2]]}]]",
                "0 invoke send [[:send 0 1]]", "4 poll [[:poll]] -> [[:poll {0 [[0 1]]}]]",
                "0 info send [[:send 0 1]]", "1 info send [[:send 0 2]]");
    }

    @Test
    void withoutAcknowledgementAWriteTakesEffectWhenItIsRead() {
        String late = "1 send [[:send 0 2]] -> [[:send 0 [0 2]]] | :producer 5";
        String acked = "0 send [[:send 0 1]] -> [[:send 0 [nil 1]]] | :producer 4";
        valid(PLAIN, profile(4, 0, false), profile(5, -1, true), acked, late, last("[0 2] [1 1]", 0, 2));
        shows("G0-realtime", PLAIN, profile(4, 0, false), profile(5, -1, true), acked, poll(3, "[1 1]", 1, 2), late,
                last("[0 2] [1 1]", 0, 2));
    }

    @Test
    void theEndThatIsToldDoesNotGoBack() {
        String end = "3 list-offsets {:key 0} -> {:key 0, :end 1}";
        shows("nonmonotonic-latest", PLAIN, SENT_1, SENT_2, end, last("[0 1] [1 2]", 0, 2));
        valid(PLAIN, SENT_1, end, SENT_2, last("[0 1] [1 2]", 0, 2));
        valid(PLAIN, SENT_1, "3 invoke list-offsets {:key 0}", SENT_2, "3 ok list-offsets {:key 0, :end 1}",
                last("[0 1] [1 2]", 0, 2));
        valid(PLAIN, SENT_1, SENT_2, CUT + "1}", end + " | :generation 1", last("[0 1]", 0, 1, 1));
        shows("lost-write", PLAIN, SENT_1, SENT_2, CUT + "2}", end + " | :generation 1", last("[0 1]", 0, 1, 1));
        shows("nonmonotonic-latest", PLAIN, SENT_1, poll(1, "[0 1]", 0, 1),
                "3 list-offsets {:key 0} -> {:key 0, :end 0}", last("[0 1]", 0, 1));
        valid(THREE_REPLICAS, SENT_1, SENT_2, end, last("[0 1] [1 2]", 0, 2));
    }

    @Test
    void aConsumerWithinTheLogIsNotToldThatItIsOutside() {
        String told = "1 fail poll [[:poll]] | :error :offset-out-of-range, :positions {0 [1 nil]}";
        String read = poll(1, "[0 1]", 0, 1);
        shows("offset-out-of-range", PLAIN, SENT_1, read, "1 invoke poll [[:poll]]", told, last("[0 1]", 0, 1));
        valid(PLAIN, SENT_1, SENT_2, read, "3 delete-records {:key 0, :start 2} -> {:key 0, :start 2}",
                "1 invoke poll [[:poll]]", told, last("", 2, 2));
        valid(PLAIN, SENT_1, read, CUT + "0}", "1 invoke poll [[:poll]]", told + ", :generation 1", last("", 0, 0, 1));
    }

    @Test
    void operationsAreNamedInTheirOrder() {
        Violation lost = violations(PLAIN, SENT_1, SENT_2, last("[0 1]", 0, 1)).get(0);
        assertEquals(List.of(3L, 4L, 6L), lost.operations());
        assertEquals(0, lost.key());
    }

    @Test
    void aValueThatIsSentTwiceCannotBeJudged() {
        assertThrows(UnjudgeableHistoryException.class, () -> violations(SENT_1, SENT_1));
        assertThrows(UnjudgeableHistoryException.class, () -> violations(PLAIN, CUT + "0}", CUT + "0}"));
    }

    private static String[] with(String[] first, String... more) {
        String[] all = Arrays.copyOf(first, first.length + more.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        return all;
    }
}
