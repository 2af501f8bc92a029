package dev.seedlog.sim.check;

import dev.seedlog.histories.Op;
import dev.seedlog.histories.check.HistoryChecker;
import dev.seedlog.histories.check.HistoryVerdict;
import dev.seedlog.histories.edn.HistoryWriter;
import java.util.ArrayList;
import java.util.List;

/** Has a history judged as the command {@code check} does, and says in words what was found. */
public final class Judge {

    private static final int MOST_OPERATIONS = 10;

    private Judge() {
    }

    /** What is wrong with a history; empty if nothing is. */
    public static List<Violation> judge(List<Op> history) {
        HistoryChecker checker = new HistoryChecker();
        history.forEach(checker::accept);
        HistoryVerdict verdict = checker.finish();
        List<Violation> violations = new ArrayList<>();
        verdict.violations().forEach(found -> violations.add(inWords(found, history)));
        return violations;
    }

    private static Violation inWords(dev.seedlog.histories.Violation found, List<Op> history) {
        List<String> texts = new ArrayList<>();
        long nanos = 0;
        for (long index : found.operations()) {
            Op op = history.get((int) index);
            nanos = Math.max(nanos, op.timeNanos());
            if (texts.size() < MOST_OPERATIONS) {
                texts.add(HistoryWriter.text(op).strip());
            }
        }
        String where = found.key() == dev.seedlog.histories.Violation.NO_KEY ? "" : "key " + found.key() + ": ";
        return new Violation(found.anomaly(), where + found.what(), nanos, texts);
    }
}
