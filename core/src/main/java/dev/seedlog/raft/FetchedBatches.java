package dev.seedlog.raft;

import java.util.List;

/**
 * The record batches of a fetch response, described by who decoded them.
 *
 * @param baseOffset the first record's offset
 * @param endOffset the last record's offset plus one; {@code baseOffset} if there are none
 * @param lastEpoch the last batch's epoch
 * @param controls the control records among them that change who votes, by offset
 * @param payload the batches
 */
public record FetchedBatches(long baseOffset, long endOffset, int lastEpoch, List<ControlRecord> controls,
                             RecordsPayload payload) {

    /** No batches. */
    public static final FetchedBatches NONE = new FetchedBatches(0, 0, -1, List.of(), () -> 0);

    /** Whether there is nothing in it. */
    public boolean isEmpty() {
        return endOffset <= baseOffset;
    }
}
