package dev.seedlog.raft;

import java.util.Optional;

/**
 * Which snapshot: it holds the state after all records before {@code endOffset} (KIP-630).
 *
 * @param endOffset the offset of the first record that is not in the snapshot
 * @param epoch the epoch of the last record that is
 */
public record SnapshotId(long endOffset, int epoch) implements Comparable<SnapshotId> {

    /** No snapshot, as messages say it. */
    public static final SnapshotId NONE = new SnapshotId(-1, -1);

    /** The snapshot that the format step writes before the first record; it is never sent to a follower. */
    public static final SnapshotId BOOTSTRAP = new SnapshotId(0, 0);

    /** What a finished snapshot's file name ends with. */
    public static final String SUFFIX = ".checkpoint";

    /** What the file name of a snapshot ends with while it is being written. */
    public static final String PART_SUFFIX = ".checkpoint.part";

    private static final int OFFSET_DIGITS = 20;
    private static final int EPOCH_DIGITS = 10;
    private static final int STEM_LENGTH = OFFSET_DIGITS + 1 + EPOCH_DIGITS;

    /** Whether this names a snapshot at all. */
    public boolean isPresent() {
        return endOffset >= 0 && epoch >= 0;
    }

    /** The name of the finished file: offset in 20 digits, epoch in 10. */
    public String fileName() {
        return stem() + SUFFIX;
    }

    /** The name of the file while it is written; recovery deletes such files. */
    public String partFileName() {
        return stem() + PART_SUFFIX;
    }

    /** The snapshot of a finished file's name, or nothing if the name is not one. */
    public static Optional<SnapshotId> parse(String fileName) {
        if (fileName.length() != STEM_LENGTH + SUFFIX.length() || !fileName.endsWith(SUFFIX)
                || fileName.charAt(OFFSET_DIGITS) != '-') {
            return Optional.empty();
        }
        for (int i = 0; i < STEM_LENGTH; i++) {
            char digit = fileName.charAt(i);
            if (i != OFFSET_DIGITS && (digit < '0' || digit > '9')) {
                return Optional.empty();
            }
        }
        try {
            return Optional.of(new SnapshotId(Long.parseLong(fileName.substring(0, OFFSET_DIGITS)),
                    Integer.parseInt(fileName.substring(OFFSET_DIGITS + 1, STEM_LENGTH))));
        } catch (NumberFormatException tooLarge) {
            return Optional.empty();
        }
    }

    @Override
    public int compareTo(SnapshotId other) {
        int byOffset = Long.compare(endOffset, other.endOffset);
        return byOffset != 0 ? byOffset : Integer.compare(epoch, other.epoch);
    }

    private String stem() {
        return padded(endOffset, OFFSET_DIGITS) + "-" + padded(epoch, EPOCH_DIGITS);
    }

    private static String padded(long number, int digits) {
        String text = Long.toString(number);
        return "0".repeat(Math.max(0, digits - text.length())) + text;
    }
}
