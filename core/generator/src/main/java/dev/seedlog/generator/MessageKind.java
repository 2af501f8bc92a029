package dev.seedlog.generator;

/** What a message is for. */
enum MessageKind {
    REQUEST("request"),
    RESPONSE("response"),
    /** Comes before each request or response. */
    HEADER("header"),
    /** A record of a metadata log. */
    METADATA("metadata"),
    /** The key of a coordinator's record. */
    COORDINATOR_KEY("coordinator-key"),
    /** The value of a coordinator's record. */
    COORDINATOR_VALUE("coordinator-value"),
    /** Anything else. */
    DATA("data");

    private final String text;

    MessageKind(String text) {
        this.text = text;
    }

    /** The kind of this name in the definitions, or null. */
    static MessageKind named(String text) {
        for (MessageKind candidate : values()) {
            if (candidate.text.equals(text)) {
                return candidate;
            }
        }
        return null;
    }
}
