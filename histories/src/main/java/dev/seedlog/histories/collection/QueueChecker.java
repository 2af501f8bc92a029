package dev.seedlog.histories.collection;

import dev.seedlog.histories.F;
import dev.seedlog.histories.Op;
import dev.seedlog.histories.OpSink;
import dev.seedlog.histories.OpType;
import dev.seedlog.histories.OpValue;
import dev.seedlog.histories.Violation;
import dev.seedlog.histories.Violations;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Judges a queue, in whatever order it gives: what comes out went in, and what went in comes out, if the queue was
 * emptied at last. Names are those of Jepsen's total-queue. Who dequeues and is not answered may have taken any value.
 */
public final class QueueChecker implements OpSink {

    /** A value was enqueued, and never came out. */
    public static final String LOST = "lost";
    /** A value came out, and nobody enqueued it, or it was refused. */
    public static final String UNEXPECTED = "unexpected";
    /** A value came out more often than it went in. */
    public static final String DUPLICATED = "duplicated";

    /** What happened to a value. */
    private static final class Element {
        private int asked;
        private int refused;
        private int acknowledged;
        private int taken;
        private long askedAt = -1;
        private long acknowledgedAt = -1;
        private long takenAt = -1;
    }

    private final Map<Long, Element> elements = new LinkedHashMap<>();
    private final Map<Integer, Op> open = new HashMap<>();
    private long lastFoundEmpty = -1;
    private int unanswered;
    private int missing;

    @Override
    public void accept(Op op) {
        if (op.isNemesis()) {
            return;
        }
        boolean puts = op.f().equals(F.ENQUEUE);
        if (op.type() == OpType.INVOKE) {
            open.put(op.process(), op);
            if (puts && op.value() instanceof OpValue.Num num) {
                Element element = element(num.value());
                element.asked++;
                element.askedAt = op.index();
            }
            return;
        }
        Op invoked = open.remove(op.process());
        if (invoked != null && puts && invoked.value() instanceof OpValue.Num num) {
            enqueued(element(num.value()), op);
        } else if (invoked != null && !puts) {
            dequeued(invoked, op);
        }
    }

    private Element element(long value) {
        return elements.computeIfAbsent(value, unseen -> new Element());
    }

    private static void enqueued(Element element, Op op) {
        if (op.type() == OpType.OK) {
            element.acknowledged++;
            element.acknowledgedAt = op.index();
        } else if (op.type() == OpType.FAIL) {
            element.refused++;
        }
    }

    private void dequeued(Op invoked, Op op) {
        if (op.type() == OpType.OK && op.value() instanceof OpValue.Num num) {
            Element element = element(num.value());
            element.taken++;
            element.takenAt = op.index();
        } else if (op.type() == OpType.FAIL) {
            lastFoundEmpty = invoked.index();
        } else if (op.type() == OpType.INFO) {
            unanswered++;
        }
    }

    /** The history is over. */
    public Violations summary() {
        Violations violations = new Violations();
        elements.forEach((value, element) -> cameOut(value, element, violations));
        long all = elements.values().stream().filter(QueueChecker::isMissing).count();
        boolean surely = all > unanswered + open.size();
        elements.forEach((value, element) -> {
            if (!isMissing(element)) {
                return;
            }
            if (surely && element.acknowledgedAt < lastFoundEmpty) {
                violations.add(LOST, Violation.NO_KEY, "value " + value + " was enqueued and never came out, and the "
                        + "queue was said to be empty", element.askedAt, element.acknowledgedAt, lastFoundEmpty);
            } else {
                missing++;
            }
        });
        return violations;
    }

    /** How many values went in and did not come out, of which {@link #summary} does not know whether they are lost. */
    public int missing() {
        return missing;
    }

    private static boolean isMissing(Element element) {
        return element.acknowledged > element.taken;
    }

    private static void cameOut(long value, Element element, Violations violations) {
        int possible = element.asked - element.refused;
        if (element.taken > possible) {
            violations.add(possible == 0 ? UNEXPECTED : DUPLICATED, Violation.NO_KEY, "value " + value + " came out "
                    + element.taken + " times, and went in " + possible + " times at most", element.askedAt,
                    element.acknowledgedAt, element.takenAt);
        }
    }
}
