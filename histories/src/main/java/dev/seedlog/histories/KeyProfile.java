package dev.seedlog.histories;

/**
 * What is promised for a partition. An :info of the nemesis says it before the partition is used.
 *
 * @param key the number by which the history knows the partition
 * @param topicId the topic's id: a topic that is created again under its name has other keys
 * @param topicPartition {@code orders-0}
 * @param replicas how many brokers hold it
 * @param cleanup what the log forgets of itself
 * @param uncleanElection whether a leader may be elected that does not have everything
 * @param readCommitted whether its consumers see nothing of open and of aborted transactions
 * @param transactional whether transactions may write to it: then some offsets hold no record
 */
public record KeyProfile(int key, String topicId, String topicPartition, int replicas, Cleanup cleanup,
                         boolean uncleanElection, boolean readCommitted, boolean transactional) implements OpValue {

    /** What a log forgets of itself. */
    public enum Cleanup {
        /** Nothing: what leaves it was deleted by somebody. */
        NONE("none"),
        /** Its oldest records. */
        DELETE("delete"),
        /** Records with a newer one of the same record key. */
        COMPACT("compact"),
        /** Both. */
        COMPACT_DELETE("compact,delete");

        private final String word;

        Cleanup(String word) {
            this.word = word;
        }

        /** As the topic's configuration has it. */
        public String word() {
            return word;
        }

        /** The one with this word; null if there is none. */
        public static Cleanup ofWord(String word) {
            for (Cleanup cleanup : values()) {
                if (cleanup.word.equals(word)) {
                    return cleanup;
                }
            }
            return null;
        }

        /** Whether the beginning may go without anybody asking for it. */
        public boolean deletes() {
            return this == DELETE || this == COMPACT_DELETE;
        }

        /** Whether records between others may go. */
        public boolean compacts() {
            return this == COMPACT || this == COMPACT_DELETE;
        }
    }

    /** A partition on one broker that forgets nothing, without transactions. */
    public static KeyProfile plain(int key, String topicId, String topicPartition) {
        return new KeyProfile(key, topicId, topicPartition, 1, Cleanup.NONE, false, false, false);
    }

    /** Whether every offset between the log's start and its end holds a record, for as long as it is there. */
    public boolean dense() {
        return !transactional && !cleanup.compacts();
    }
}
