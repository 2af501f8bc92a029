package dev.seedlog.broker.api;

import java.util.List;

/** Topics that brokers write themselves. */
public final class InternalTopics {

    /** Committed offsets and groups. */
    public static final String CONSUMER_OFFSETS = "__consumer_offsets";
    /** Transactions. */
    public static final String TRANSACTION_STATE = "__transaction_state";
    /** Share groups. */
    public static final String SHARE_GROUP_STATE = "__share_group_state";

    private static final List<String> ALL = List.of(CONSUMER_OFFSETS, TRANSACTION_STATE, SHARE_GROUP_STATE);

    private InternalTopics() {
    }

    /** Whether only brokers may write to it. */
    public static boolean contains(String topic) {
        return ALL.contains(topic);
    }
}
