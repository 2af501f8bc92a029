package dev.seedlog.broker.api;

import dev.seedlog.broker.connection.Exchange;
import dev.seedlog.broker.connection.ServedApis;
import dev.seedlog.env.Disk;
import dev.seedlog.env.DiskException;
import dev.seedlog.log.LogHome;
import dev.seedlog.replica.Replica;
import dev.seedlog.replica.Replicas;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.DescribeLogDirsRequest;
import dev.seedlog.wire.message.DescribeLogDirsResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * DescribeLogDirs, versions 1 to 5 (KIP-113): what is in each log directory. Version 4 tells how much more would fit
 * (KIP-827).
 */
public final class DescribeLogDirsHandler {

    private static final long UNKNOWN = -1;

    private final Replicas replicas;
    private final Disk disk;

    /** A handler. */
    public DescribeLogDirsHandler(Replicas replicas, Disk disk) {
        this.replicas = replicas;
        this.disk = disk;
    }

    /** Serves the API. */
    public void register(ServedApis apis) {
        apis.serve(Api.DESCRIBE_LOG_DIRS, DescribeLogDirsRequest::read, this::handle);
    }

    private void handle(Exchange exchange, DescribeLogDirsRequest request) {
        List<DescribeLogDirsResponse.DescribeLogDirsResult> results = new ArrayList<>();
        for (LogHome directory : replicas.directories().all()) {
            results.add(describe(directory, request));
        }
        exchange.respond(DescribeLogDirsResponse.builder().results(results).build());
    }

    private DescribeLogDirsResponse.DescribeLogDirsResult describe(LogHome directory,
                                                                   DescribeLogDirsRequest request) {
        var result = DescribeLogDirsResponse.DescribeLogDirsResult.builder().logDir(directory.path())
                .totalBytes(UNKNOWN).usableBytes(UNKNOWN);
        if (!directory.health().isOnline()) {
            return result.errorCode(ErrorCode.KAFKA_STORAGE_ERROR.code()).build();
        }
        Map<String, List<DescribeLogDirsResponse.DescribeLogDirsPartition>> byTopic = new LinkedHashMap<>();
        long usedBytes = 0;
        for (Replica replica : replicas.all()) {
            if (replica.log() != null && replicas.directories().of(replica.log()) == directory) {
                usedBytes += replica.log().sizeBytes();
                if (isAskedFor(request, replica)) {
                    byTopic.computeIfAbsent(replica.topic(), topic -> new ArrayList<>())
                            .add(DescribeLogDirsResponse.DescribeLogDirsPartition.builder()
                                    .partitionIndex(replica.partition()).partitionSize(replica.log().sizeBytes())
                                    .build());
                }
            }
        }
        List<DescribeLogDirsResponse.DescribeLogDirsTopic> topics = new ArrayList<>();
        byTopic.forEach((topic, partitions) -> topics.add(
                DescribeLogDirsResponse.DescribeLogDirsTopic.builder().name(topic).partitions(partitions).build()));
        try {
            long usableBytes = disk.usableBytes(directory.path());
            result.usableBytes(usableBytes).totalBytes(usableBytes + usedBytes);
        } catch (DiskException e) {
            return result.topics(topics).build();
        }
        return result.topics(topics).build();
    }

    private static boolean isAskedFor(DescribeLogDirsRequest request, Replica replica) {
        if (request.topics() == null) {
            return true;
        }
        for (DescribeLogDirsRequest.DescribableLogDirTopic topic : request.topics()) {
            if (topic.topic().equals(replica.topic()) && topic.partitions().contains(replica.partition())) {
                return true;
            }
        }
        return false;
    }
}
