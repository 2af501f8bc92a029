package dev.seedlog.base;

/**
 * Conditions that hold by construction. They are always checked, in production too: a broken one means that the code
 * or the machine is wrong, and going on would risk acknowledged data.
 *
 * <p>Each has an id that {@code specs/INVARIANTS.md} explains.
 */
public final class Invariant {

    private Invariant() {
    }

    /**
     * Checks a condition.
     *
     * @throws InvariantViolation if it does not hold
     */
    public static void check(boolean holds, String id, String what) {
        if (!holds) {
            throw new InvariantViolation(id, what);
        }
    }

    /**
     * Checks a condition on two numbers, which the message then shows. Nothing is allocated when it holds.
     *
     * @throws InvariantViolation if it does not hold
     */
    public static void check(boolean holds, String id, String what, long first, long second) {
        if (!holds) {
            throw new InvariantViolation(id, what + " (" + first + ", " + second + ")");
        }
    }
}
