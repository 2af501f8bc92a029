package dev.seedlog.broker.connection;

import dev.seedlog.wire.Payload;
import dev.seedlog.wire.WireMessage;
import dev.seedlog.wire.message.FetchResponse;

/** Lets go of the file regions in an answer that nobody will send. */
public final class AnswerRegions {

    private AnswerRegions() {
    }

    /** Releases what the answer holds; only answers to fetches hold anything. Null holds nothing. */
    public static void release(WireMessage response) {
        if (response instanceof FetchResponse fetched) {
            for (FetchResponse.FetchableTopicResponse topic : fetched.responses()) {
                for (FetchResponse.PartitionData partition : topic.partitions()) {
                    release(partition);
                }
            }
        }
    }

    /** Releases what the answer of one partition holds. */
    public static void release(FetchResponse.PartitionData partition) {
        if (partition.records() instanceof Payload.Region held) {
            held.region().release();
        }
    }
}
