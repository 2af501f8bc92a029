package dev.seedlog.wire;

/** A message that cannot be written as it is: the fault is ours, not that of the peer. It names the field. */
public class WireEncodingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The field is given as message and path, for instance {@code ProduceRequest.topicData[].name}. */
    public WireEncodingException(String field, String what) {
        super(field + ": " + what);
    }
}
