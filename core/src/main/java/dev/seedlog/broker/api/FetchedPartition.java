package dev.seedlog.broker.api;

import dev.seedlog.replica.fetch.FetchedState;
import dev.seedlog.wire.Payload;
import dev.seedlog.wire.message.FetchResponse;
import java.util.List;

/**
 * What a fetch found in one partition.
 *
 * @param state what the session compares
 * @param data what the answer says; it may hold a region
 */
record FetchedPartition(FetchedState state, FetchResponse.PartitionData data) {

    boolean hasRecords() {
        return state.recordsBytes() > 0;
    }

    /** Whether the records are still those that were found: their log was not truncated meanwhile. */
    boolean valid() {
        return !(data.records() instanceof Payload.Region held) || held.region().valid();
    }

    /** The same without the records, of which it lets go. */
    FetchedPartition withoutRecords() {
        release();
        return new FetchedPartition(
                new FetchedState(state.errorCode(), 0, state.highWatermark(), state.logStartOffset(),
                        state.alwaysTell()),
                data.toBuilder().records(Payload.EMPTY)
                        .abortedTransactions(data.abortedTransactions() == null ? null : List.of()).build());
    }

    /** Lets go of the records. */
    void release() {
        if (data.records() instanceof Payload.Region held) {
            held.region().release();
        }
    }
}
