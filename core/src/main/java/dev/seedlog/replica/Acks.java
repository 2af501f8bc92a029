package dev.seedlog.replica;

/** What a producer wants to have happened before it is answered. */
public enum Acks {
    /** Nothing: it is not answered. */
    NONE,
    /** The leader has it. */
    LEADER,
    /** All replicas in sync have it. */
    ALL;

    /** The value of the request's {@code acks} field; null if it is none of the three. */
    public static Acks forValue(short value) {
        return switch (value) {
            case 0 -> NONE;
            case 1 -> LEADER;
            case -1 -> ALL;
            default -> null;
        };
    }
}
