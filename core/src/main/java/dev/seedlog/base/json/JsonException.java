package dev.seedlog.base.json;

/** A text is not the JSON that was expected; the message says where and why. */
public final class JsonException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** A text that is not what was expected. */
    public JsonException(String message) {
        super(message);
    }
}
