package dev.seedlog.wire;

/**
 * A field is set that the version to write does not have, and whose loss would change the meaning of the message. (The
 * definitions call the harmless ones ignorable.)
 */
public final class UnsupportedFieldException extends WireEncodingException {

    private static final long serialVersionUID = 1L;

    /** The field is given as message and path, for instance {@code ProduceRequest.topicData[].topicId}. */
    public UnsupportedFieldException(String field, short version) {
        super(field, "is set, but version " + version + " does not have it");
    }
}
