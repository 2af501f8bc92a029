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
 * @param compressions of its batches, drawn for each
 * @param maxRecords how many records a batch has at most
 * @param maxValueBytes how large a value is at most
 * @param meanPauseNanos how long it pauses between batches, on average
 * @param maxPending how many batches may wait before it pauses
 */
public record ProducerPlan(ClientSettings client, ProducerSettings settings, List<Compression> compressions,
                           int maxRecords, int maxValueBytes, long meanPauseNanos, int maxPending) {
}
