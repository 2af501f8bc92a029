package dev.seedlog.record;

/** Who set the timestamps of a batch (KIP-32). */
public enum TimestampType {

    /** The producer did, one per record. */
    CREATE_TIME("CreateTime"),

    /** The leader did when it appended: each record's timestamp is the batch's max timestamp. */
    LOG_APPEND_TIME("LogAppendTime");

    private final String configName;

    TimestampType(String configName) {
        this.configName = configName;
    }

    /** The value of {@code message.timestamp.type} that names it. */
    public String configName() {
        return configName;
    }

    /**
     * The type that {@code message.timestamp.type} names.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static TimestampType forConfigName(String name) {
        for (TimestampType type : values()) {
            if (type.configName.equals(name)) {
                return type;
            }
        }
        throw new IllegalArgumentException("'" + name + "' is not a timestamp type: use CreateTime or LogAppendTime");
    }
}
