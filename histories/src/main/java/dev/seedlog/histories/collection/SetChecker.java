package dev.seedlog.histories.collection;

import dev.seedlog.histories.F;
import dev.seedlog.histories.Op;
import dev.seedlog.histories.OpSink;
import dev.seedlog.histories.OpType;
import dev.seedlog.histories.OpValue;
import dev.seedlog.histories.Violation;
import dev.seedlog.histories.Violations;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Judges a set to which values are added and of which all is read: what is known to be in it, because its addition was
 * acknowledged or because it was read, is in every read that begins afterwards. Names are those of Jepsen's set-full.
 */
public final class SetChecker implements OpSink {

    /** A value was known to be there, and no later read shows it. */
    public static final String LOST = "lost";
    /** A value was known to be there, and a read did not show it, though a later one did. */
    public static final String STALE = "stale";
    /** A value was read, and nobody tried to add it, or its addition was refused. */
    public static final String UNEXPECTED = "unexpected";

    private static final long NEVER = Long.MAX_VALUE;

    /** What is known of a value. */
    private static final class Element {
        private long addedAt = -1;
        private boolean refused;
        private long knownAt = NEVER;
        private long firstReadAt = -1;
        /** The last reads, by when they began, that show it and that do not, and where these were answered. */
        private long shownAt = -1;
        private long missingAt = -1;
        private long missingAnswer = -1;
    }

    /** A read that was answered. */
    private record Read(long invokedAt, long returnedAt, Set<Long> values) {
    }

    private final Map<Long, Element> elements = new LinkedHashMap<>();
    private final List<Read> reads = new ArrayList<>();
    private final Map<Integer, Op> open = new LinkedHashMap<>();

    @Override
    public void accept(Op op) {
        if (op.isNemesis()) {
            return;
        }
        if (op.type() == OpType.INVOKE) {
            open.put(op.process(), op);
            if (op.f().equals(F.ADD) && op.value() instanceof OpValue.Num num) {
                element(num.value()).addedAt = op.index();
            }
            return;
        }
        Op invoked = open.remove(op.process());
        if (invoked != null && invoked.value() instanceof OpValue.Num num) {
            Element element = element(num.value());
            element.refused = op.type() == OpType.FAIL;
            element.knownAt = op.type() == OpType.OK ? Math.min(element.knownAt, op.index()) : element.knownAt;
        } else if (invoked != null && op.value() instanceof OpValue.NumberSet set && op.type() == OpType.OK) {
            reads.add(new Read(invoked.index(), op.index(), new HashSet<>(set.values())));
            for (long value : set.values()) {
                Element element = element(value);
                element.knownAt = Math.min(element.knownAt, op.index());
                element.firstReadAt = element.firstReadAt < 0 ? op.index() : element.firstReadAt;
            }
        }
    }

    private Element element(long value) {
        return elements.computeIfAbsent(value, unseen -> new Element());
    }

    /** Whether anything was read; else nobody can tell anything. */
    public boolean wasRead() {
        return !reads.isEmpty();
    }

    /** The history is over. */
    public Violations summary() {
        Violations violations = new Violations();
        elements.forEach((value, element) -> {
            for (Read read : reads) {
                if (read.values.contains(value)) {
                    element.shownAt = Math.max(element.shownAt, read.invokedAt);
                } else if (read.invokedAt > element.missingAt) {
                    element.missingAt = read.invokedAt;
                    element.missingAnswer = read.returnedAt;
                }
            }
            judge(value, element, violations);
        });
        return violations;
    }

    private static void judge(long value, Element element, Violations violations) {
        if (element.firstReadAt >= 0 && (element.addedAt < 0 || element.refused)) {
            violations.add(UNEXPECTED, Violation.NO_KEY, "value " + value + " was read, and "
                    + (element.refused ? "was refused" : "nobody added it"), element.addedAt, element.firstReadAt);
        } else if (element.missingAt > element.knownAt) {
            boolean lost = element.missingAt > element.shownAt;
            violations.add(lost ? LOST : STALE, Violation.NO_KEY, "value " + value + " was known to be there, and a "
                    + "read did not show it" + (lost ? ", nor did a later one" : ", though a later one did"),
                    element.addedAt, element.knownAt, element.missingAt, element.missingAnswer);
        }
    }
}
