package dev.seedlog.machine;

import dev.seedlog.wire.ErrorCode;

/** A command is refused as a whole, or the part of it that was being decided. Nothing of that has been done. */
public final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    /** With an error and what the user reads. */
    public RefusedException(ErrorCode error, String message) {
        this(new Refusal(error, message));
    }

    /** For a reason. */
    public RefusedException(Refusal refusal) {
        // It is an answer, not a failure: nobody reads its stack.
        super(refusal.error() + ": " + refusal.message(), null, false, false);
        this.refusal = refusal;
    }

    /** The reason. */
    public Refusal refusal() {
        return refusal;
    }
}
