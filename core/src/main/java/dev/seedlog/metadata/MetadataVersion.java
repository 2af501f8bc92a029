package dev.seedlog.metadata;

/**
 * The levels of the feature {@code metadata.version} that a cluster may be at. A level says which records the
 * controller may write; the highest is that of Kafka 4.3, the lowest the first that Kafka 4 still opens (KIP-778).
 */
public enum MetadataVersion {

    /** In-controlled-shutdown state of brokers (KIP-841). */
    V3_3_IV3(7, "3.3-IV3"),
    /** Migration from ZooKeeper (KIP-866). */
    V3_4_IV0(8, "3.4-IV0"),
    /** Tiered storage flags in Fetch (KIP-405). */
    V3_5_IV0(9, "3.5-IV0"),
    /** Replica state in Fetch (KIP-903). */
    V3_5_IV1(10, "3.5-IV1"),
    /** SCRAM credentials (KIP-900). */
    V3_5_IV2(11, "3.5-IV2"),
    /** No leader epoch bump when the ISR shrinks. */
    V3_6_IV0(12, "3.6-IV0"),
    /** Metadata transactions (KIP-868). */
    V3_6_IV1(13, "3.6-IV1"),
    /** Delegation tokens (KIP-900). */
    V3_6_IV2(14, "3.6-IV2"),
    /** Controller registration (KIP-919). */
    V3_7_IV0(15, "3.7-IV0"),
    /** Reserved. */
    V3_7_IV1(16, "3.7-IV1"),
    /** Replica directories (KIP-858). */
    V3_7_IV2(17, "3.7-IV2"),
    /** Consumer group records (KIP-848, early access). */
    V3_7_IV3(18, "3.7-IV3"),
    /** Fetch 16 (KIP-951). */
    V3_7_IV4(19, "3.7-IV4"),
    /** Nothing in the metadata. */
    V3_8_IV0(20, "3.8-IV0"),
    /** Dynamic voters (KIP-853). */
    V3_9_IV0(21, "3.9-IV0"),
    /** The consumer group protocol (KIP-848). */
    V4_0_IV0(22, "4.0-IV0"),
    /** Eligible leader replicas (KIP-966). */
    V4_0_IV1(23, "4.0-IV1"),
    /** Transactions, second version (KIP-890). */
    V4_0_IV2(24, "4.0-IV2"),
    /** Remote ListOffsets (KIP-1075). */
    V4_0_IV3(25, "4.0-IV3"),
    /** Eligible leader replicas by default. */
    V4_1_IV0(26, "4.1-IV0"),
    /** Pre-vote and fetch by high watermark (KIP-1166). */
    V4_1_IV1(27, "4.1-IV1"),
    /** Share groups (KIP-932). */
    V4_2_IV0(28, "4.2-IV0"),
    /** Streams groups (KIP-1071). */
    V4_2_IV1(29, "4.2-IV1"),
    /** Cordoned directories (KIP-1066). */
    V4_3_IV0(30, "4.3-IV0");

    /** The feature's name in records and requests. */
    public static final String FEATURE = "metadata.version";

    /** The lowest level. */
    public static final MetadataVersion LOWEST = V3_3_IV3;

    /** The level of a new cluster. */
    public static final MetadataVersion LATEST = V4_3_IV0;

    private final short level;
    private final String text;

    MetadataVersion(int level, String text) {
        this.level = (short) level;
        this.text = text;
    }

    /** The feature level in records. */
    public short level() {
        return level;
    }

    /** The version of a level, or null if there is none here. */
    public static MetadataVersion ofLevel(int level) {
        int index = level - LOWEST.level;
        return index >= 0 && index < values().length ? values()[index] : null;
    }

    /**
     * The version of a text as {@code --release-version} has it: "4.3" is the last of that release, "3.7-IV2" that very
     * one.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static MetadataVersion parse(String text) {
        MetadataVersion found = null;
        for (MetadataVersion version : values()) {
            if (version.text.equals(text) || version.text.startsWith(text + "-IV")) {
                found = version;
            }
        }
        if (found == null) {
            throw new IllegalArgumentException("'" + text + "' is not a metadata version between "
                    + LOWEST.text + " and " + LATEST.text);
        }
        return found;
    }

    /** Whether this is that version or a later one. */
    public boolean isAtLeast(MetadataVersion that) {
        return level >= that.level;
    }

    /** Whether the metadata may have records at this level that it cannot have at the one below. */
    public boolean changesRecords() {
        return switch (this) {
            case V3_4_IV0, V3_5_IV2, V3_6_IV1, V3_6_IV2, V3_7_IV0, V3_7_IV2, V4_0_IV1, V4_3_IV0 -> true;
            default -> false;
        };
    }

    /** Whether several batches may form one atomic change (KIP-868). */
    public boolean hasTransactions() {
        return isAtLeast(V3_6_IV1);
    }

    /** Whether controllers register (KIP-919). */
    public boolean hasControllerRegistration() {
        return isAtLeast(V3_7_IV0);
    }

    /** Whether partitions know the directories of their replicas (KIP-858). */
    public boolean hasDirectories() {
        return isAtLeast(V3_7_IV2);
    }

    /** Whether partitions can have eligible leader replicas (KIP-966). */
    public boolean hasEligibleLeaderReplicas() {
        return isAtLeast(V4_0_IV1);
    }

    /** Whether a new cluster has them without being asked. */
    public boolean hasEligibleLeaderReplicasByDefault() {
        return isAtLeast(V4_1_IV0);
    }

    /** Whether brokers can cordon directories (KIP-1066). */
    public boolean hasCordonedDirectories() {
        return isAtLeast(V4_3_IV0);
    }

    /** Whether a smaller ISR needs a new leader epoch. */
    public boolean bumpsLeaderEpochWhenIsrShrinks() {
        return !isAtLeast(V3_6_IV0);
    }

    /** The version of RegisterBrokerRecord at this level. */
    public short registerBrokerRecordVersion() {
        if (hasCordonedDirectories()) {
            return 4;
        }
        if (hasDirectories()) {
            return 3;
        }
        return (short) (isAtLeast(V3_4_IV0) ? 2 : 1);
    }

    /** The version of PartitionRecord and PartitionChangeRecord at this level. */
    public short partitionRecordVersion() {
        if (hasEligibleLeaderReplicas()) {
            return 2;
        }
        return (short) (hasDirectories() ? 1 : 0);
    }

    @Override
    public String toString() {
        return text;
    }
}
