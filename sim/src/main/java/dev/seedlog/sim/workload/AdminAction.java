package dev.seedlog.sim.workload;

/** What an administrator may do next. */
public enum AdminAction {
    /** Deletes a churned topic, or creates it if it is gone. */
    CHURN_TOPIC,
    /** Gives a topic another partition. */
    ADD_PARTITION,
    /** Writes a setting of a topic that is a register for the judge. */
    WRITE_REGISTER,
    /** Reads it. */
    READ_REGISTER,
    /** Changes retention, segment size or the largest batch of a topic that may shrink. */
    CHANGE_LIMITS,
    /** Has the oldest records of a partition deleted. */
    DELETE_RECORDS,
    /** Asks where a partition begins and ends. */
    LIST_OFFSETS,
    /** Asks which groups there are, and for one of them. */
    DESCRIBE_GROUPS,
    /** Has an offset of a group that reads it not any more deleted, or the group if it is empty. */
    DELETE_GROUP
}
