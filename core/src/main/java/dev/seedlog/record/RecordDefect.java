package dev.seedlog.record;

/**
 * A record for which its batch is refused (KIP-467).
 *
 * @param index the record's place in the batch, from 0
 * @param error {@link BatchError#INVALID} for a missing key, or {@link BatchError#BAD_TIMESTAMP}
 */
public record RecordDefect(int index, BatchError error) {

    /** What is wrong with the record. */
    public String message() {
        return error == BatchError.BAD_TIMESTAMP
                ? "record " + index + " has a timestamp that the topic does not accept"
                : "record " + index + " has no key, which a compacted topic needs";
    }
}
