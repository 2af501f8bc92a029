package dev.seedlog.sim.workload;

import dev.seedlog.client.ClientSettings;
import dev.seedlog.client.ProducerSettings;
import dev.seedlog.record.Compression;
import java.util.List;

/**
 * What a producer does.
 *
 * @param client how it behaves as a client
 * @param settings how it sends
 * @param topics where to
 * @param compressions of its batches, drawn for each
 * @param sizes of its batches and records
 * @param meanPauseNanos how long it pauses between batches, on average
 * @param maxPending how many batches may wait before it pauses
 */
public record ProducerPlan(ClientSettings client, ProducerSettings settings, List<String> topics,
                           List<Compression> compressions, Sizes sizes, long meanPauseNanos, int maxPending) {

    /**
     * How large batches are.
     *
     * @param maxRecords how many records a batch has at most
     * @param maxValueBytes how large a value is at most
     * @param keys whether records have keys
     */
    public record Sizes(int maxRecords, int maxValueBytes, boolean keys) {
    }

    /** Copies the lists. */
    public ProducerPlan {
        topics = List.copyOf(topics);
        compressions = List.copyOf(compressions);
    }
}
