package dev.seedlog.histories.register;

import dev.seedlog.histories.Extras;
import dev.seedlog.histories.F;
import dev.seedlog.histories.Op;
import dev.seedlog.histories.OpSink;
import dev.seedlog.histories.OpType;
import dev.seedlog.histories.OpValue;
import dev.seedlog.histories.Violation;
import dev.seedlog.histories.Violations;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Judges registers that are read, written, and compared and set: there must be an order of the operations, in which
 * each lies between its invocation and its return, that explains all that was read. A register is empty at first.
 * Histories of several registers say with {@link Extras#KEY} which one is meant, and each is judged alone.
 *
 * <p>Where all values written to a register differ, the verdict takes O(n log n); otherwise it is searched for, and the
 * search may be given up.
 */
public final class RegisterChecker implements OpSink {

    /** The name of the only anomaly. */
    public static final String NONLINEARIZABLE = "nonlinearizable";
    /** How many situations the search looks at before it gives up a register. */
    public static final long DEFAULT_BUDGET = 20_000_000;

    /**
     * The verdict.
     *
     * @param violations the registers that are wrong, and why
     * @param undecided the registers for which the search was given up
     */
    public record Verdict(List<Violation> violations, List<String> undecided) {

        /** Copies the lists. */
        public Verdict {
            violations = List.copyOf(violations);
            undecided = List.copyOf(undecided);
        }
    }

    private final long budget;
    private final Violations violations = new Violations();
    private final Map<String, List<Access>> registers = new TreeMap<>();
    private final Map<Integer, Op> open = new HashMap<>();

    /** A checker that does not give up soon. */
    public RegisterChecker() {
        this(DEFAULT_BUDGET);
    }

    /**
     * A checker.
     *
     * @param budget how many situations the search looks at before it gives up
     */
    public RegisterChecker(long budget) {
        this.budget = budget;
    }

    @Override
    public void accept(Op op) {
        if (op.isNemesis()) {
            return;
        }
        if (op.type() == OpType.INVOKE) {
            open.put(op.process(), op);
        } else {
            Op invoked = open.remove(op.process());
            if (invoked != null && op.type() != OpType.FAIL) {
                complete(invoked, op);
            }
        }
    }

    private void complete(Op invoked, Op op) {
        boolean certain = op.type() == OpType.OK;
        Access access = access(certain ? op : invoked, invoked.index(), certain ? op.index() : Access.NEVER);
        // A read that was not answered says nothing.
        if (access != null && (certain || access.writes())) {
            Object key = invoked.extras().get(Extras.KEY);
            registers.computeIfAbsent(key == null ? "" : key.toString(), unseen -> new ArrayList<>()).add(access);
        }
    }

    private static Access access(Op op, long invokedAt, long returnedAt) {
        if (op.f().equals(F.READ)) {
            return op.value() instanceof OpValue.Num num
                    ? new Access(Access.Kind.READ, num.value(), num.value(), invokedAt, returnedAt)
                    : new Access(Access.Kind.READ_NOTHING, 0, 0, invokedAt, returnedAt);
        }
        if (op.f().equals(F.WRITE) && op.value() instanceof OpValue.Num num) {
            return new Access(Access.Kind.WRITE, 0, num.value(), invokedAt, returnedAt);
        }
        if (op.f().equals(F.CAS) && op.value() instanceof OpValue.Cas cas) {
            return new Access(Access.Kind.CAS, cas.expected(), cas.next(), invokedAt, returnedAt);
        }
        return null;
    }

    /** The history is over: what is still open may have taken effect. */
    public Verdict finish() {
        for (Op invoked : open.values()) {
            complete(invoked, new Op(invoked.index(), invoked.timeNanos(), invoked.process(), OpType.INFO, invoked.f(),
                    invoked.value(), Extras.NONE));
        }
        open.clear();
        List<String> undecided = new ArrayList<>();
        registers.forEach((key, accesses) -> {
            UniqueValues unique = UniqueValues.of(key, accesses, violations);
            if (unique != null) {
                unique.judge();
            } else if (new LinearizationSearch(key, accesses, violations, budget).judge()
                    == LinearizationSearch.Result.GIVEN_UP) {
                undecided.add(key);
            }
        });
        return new Verdict(violations.kept(), undecided);
    }

    /** A register is wrong. */
    static void report(Violations violations, String name, String what, Long... operations) {
        violations.add(NONLINEARIZABLE, Violation.NO_KEY, name.isEmpty() ? what : "register " + name + ": " + what,
                operations);
    }
}
