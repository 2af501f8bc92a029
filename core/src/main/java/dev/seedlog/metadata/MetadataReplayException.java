package dev.seedlog.metadata;

/**
 * A record of the metadata log cannot be read or contradicts what came before it. The node must not go on: it would
 * decide on something that is not what the cluster decided.
 */
public final class MetadataReplayException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final long offset;

    /** The record at {@code offset} is wrong. */
    public MetadataReplayException(long offset, String record, String what) {
        this(offset, record, what, null);
    }

    /** The record at {@code offset} is wrong, because of {@code cause}. */
    public MetadataReplayException(long offset, String record, String what, Throwable cause) {
        super("metadata record " + record + " at offset " + offset + ": " + what, cause);
        this.offset = offset;
    }

    /** Where the record is in the log. */
    public long offset() {
        return offset;
    }
}
