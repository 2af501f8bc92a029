package dev.seedlog.base;

/** A condition that holds by construction did not hold. The node stops rather than going on. */
public final class InvariantViolation extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String id;

    /** A violation of the invariant {@code id} of specs/INVARIANTS.md. */
    public InvariantViolation(String id, String what) {
        super("invariant " + id + " is broken: " + what);
        this.id = id;
    }

    /** The invariant's id in specs/INVARIANTS.md. */
    public String id() {
        return id;
    }
}
