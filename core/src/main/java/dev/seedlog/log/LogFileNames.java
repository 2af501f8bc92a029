package dev.seedlog.log;

import dev.seedlog.base.Uuid;

/** What Kafka calls the files and directories of a log directory. */
public final class LogFileNames {

    /** Record batches. */
    public static final String LOG = ".log";
    /** Offset index. */
    public static final String INDEX = ".index";
    /** Time index. */
    public static final String TIME_INDEX = ".timeindex";
    /** Aborted transactions. */
    public static final String TXN_INDEX = ".txnindex";
    /** Producer state at the offset that is the file's name. */
    public static final String SNAPSHOT = ".snapshot";
    /** Behind a file's name: to be deleted. */
    public static final String DELETED = ".deleted";
    /** Behind a file's name: made by a compaction that did not end. */
    public static final String CLEANED = ".cleaned";
    /** Behind a file's name: made by a compaction that ended, about to take its place. */
    public static final String SWAP = ".swap";
    /** Behind a file's name: being written, about to replace the file. */
    public static final String TEMPORARY = ".tmp";

    /** Where the leader epochs of a partition began. */
    public static final String LEADER_EPOCHS = "leader-epoch-checkpoint";
    /** A partition's topic id. */
    public static final String PARTITION_METADATA = "partition.metadata";
    /** Up to where each log was forced. */
    public static final String RECOVERY_POINTS = "recovery-point-offset-checkpoint";
    /** Each log's high watermark. */
    public static final String HIGH_WATERMARKS = "replication-offset-checkpoint";
    /** Where each log begins. */
    public static final String LOG_STARTS = "log-start-offset-checkpoint";
    /** Up to where compaction came. */
    public static final String CLEANER_OFFSETS = "cleaner-offset-checkpoint";
    /** Present only while a cleanly stopped node is down. */
    public static final String CLEAN_SHUTDOWN = ".kafka_cleanshutdown";
    /** Since which processes nothing was lost in the directory; ours, not Kafka's. */
    public static final String RUN = ".seedlog_run";
    static final String CUT = ".seedlog_cut";
    /** Locked by the process that uses the directory. */
    public static final String LOCK = ".lock";
    /** Which cluster and node the directory belongs to. */
    public static final String META_PROPERTIES = "meta.properties";

    /** Behind a partition directory's name: the partition is being deleted. */
    public static final String DELETE_DIRECTORY = "-delete";
    /** Behind a partition directory's name: a copy that moves between log directories. */
    public static final String FUTURE_DIRECTORY = "-future";
    /** Behind a partition directory's name: no longer this node's. */
    public static final String STRAY_DIRECTORY = "-stray";

    private static final int OFFSET_DIGITS = 20;
    private static final int MAX_NAME_LENGTH = 255;
    private static final int HEX_DIGITS = 16;

    private LogFileNames() {
    }

    /** The path of the file with {@code suffix} of the segment, or of the snapshot, at {@code offset}. */
    public static String file(String directory, long offset, String suffix) {
        String digits = Long.toString(offset);
        StringBuilder path = new StringBuilder(directory.length() + OFFSET_DIGITS + suffix.length() + 1);
        path.append(directory).append('/');
        for (int i = digits.length(); i < OFFSET_DIGITS; i++) {
            path.append('0');
        }
        return path.append(digits).append(suffix).toString();
    }

    /** The offset in a file's name, up to its first dot; -1 if it is not one. */
    public static long offsetOf(String name) {
        int dot = name.indexOf('.');
        if (dot <= 0 || dot > OFFSET_DIGITS) {
            return -1;
        }
        long offset = 0;
        for (int i = 0; i < dot; i++) {
            int digit = name.charAt(i) - '0';
            if (digit < 0 || digit > 9 || offset > (Long.MAX_VALUE - digit) / 10) {
                return -1;
            }
            offset = offset * 10 + digit;
        }
        return offset;
    }

    /** The name that a partition's directory gets when it is to be deleted; {@code unique} keeps two of them apart. */
    public static String deletedDirectory(TopicPartition partition, Uuid unique) {
        return renamedDirectory(partition, unique, DELETE_DIRECTORY);
    }

    /** The name that a partition's directory gets when the metadata does not know it. */
    public static String strayDirectory(TopicPartition partition, Uuid unique) {
        return renamedDirectory(partition, unique, STRAY_DIRECTORY);
    }

    private static String renamedDirectory(TopicPartition partition, Uuid unique, String ending) {
        StringBuilder suffix = new StringBuilder().append('-').append(partition.partition()).append('.');
        appendHex(suffix, unique.mostSignificantBits());
        appendHex(suffix, unique.leastSignificantBits());
        suffix.append(ending);
        int room = Math.min(partition.topic().length(), MAX_NAME_LENGTH - suffix.length());
        return partition.topic().substring(0, room) + suffix;
    }

    private static void appendHex(StringBuilder to, long bits) {
        String digits = Long.toHexString(bits);
        for (int i = digits.length(); i < HEX_DIGITS; i++) {
            to.append('0');
        }
        to.append(digits);
    }

    /** The partition whose directory has this name, or null if it is not the name of a partition in use. */
    public static TopicPartition partitionOf(String directoryName) {
        int dash = directoryName.lastIndexOf('-');
        if (dash <= 0 || dash == directoryName.length() - 1) {
            return null;
        }
        String digits = directoryName.substring(dash + 1);
        if (digits.length() > 10 || digits.length() > 1 && digits.charAt(0) == '0') {
            return null;
        }
        long number = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return null;
            }
            number = number * 10 + digit;
        }
        return number > Integer.MAX_VALUE ? null
                : new TopicPartition(directoryName.substring(0, dash), (int) number);
    }
}
