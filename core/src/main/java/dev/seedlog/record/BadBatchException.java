package dev.seedlog.record;

/** A batch's records cannot be read. It has no stack trace: whoever sends such batches must not make us build them. */
public final class BadBatchException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final BatchError error;

    /** Says what is wrong. */
    public BadBatchException(BatchError error, String message) {
        super(message, null, false, false);
        this.error = error;
    }

    /** The kind of defect. */
    public BatchError error() {
        return error;
    }
}
