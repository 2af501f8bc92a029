package dev.seedlog.histories;

/** What an entry of a history says about its operation. */
public enum OpType {
    /** It begins. A client's next entry completes it. */
    INVOKE("invoke"),
    /** It took effect, between its invocation and this. */
    OK("ok"),
    /** It certainly took no effect, and never will. */
    FAIL("fail"),
    /** Nobody knows whether it took effect, or will. The process that says so invokes nothing any more. */
    INFO("info");

    private final String word;

    OpType(String word) {
        this.word = word;
    }

    /** As it is written, without the colon. */
    public String word() {
        return word;
    }

    /** The type with this word; null if there is none. */
    public static OpType ofWord(String word) {
        for (OpType type : values()) {
            if (type.word.equals(word)) {
                return type;
            }
        }
        return null;
    }
}
