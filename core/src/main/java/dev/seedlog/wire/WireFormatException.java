package dev.seedlog.wire;

/** Bytes that are not what the protocol says. The message names the field and the position in the frame. */
public final class WireFormatException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The field is given as message and path, for instance {@code ProduceRequest.topicData[].name}. */
    public WireFormatException(String field, int position, String what) {
        super(field + " at byte " + position + ": " + what);
    }
}
