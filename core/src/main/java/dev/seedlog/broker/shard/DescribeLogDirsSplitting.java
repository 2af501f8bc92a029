package dev.seedlog.broker.shard;

import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.DescribeLogDirsRequest;
import dev.seedlog.wire.message.DescribeLogDirsResponse;
import dev.seedlog.wire.message.DescribeLogDirsResponse.DescribeLogDirsPartition;
import dev.seedlog.wire.message.DescribeLogDirsResponse.DescribeLogDirsResult;
import dev.seedlog.wire.message.DescribeLogDirsResponse.DescribeLogDirsTopic;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** DescribeLogDirs: every shard tells of its logs in each directory. */
final class DescribeLogDirsSplitting implements Splitting<DescribeLogDirsRequest, DescribeLogDirsResponse> {

    private static final long UNKNOWN = -1;

    private final int shards;

    DescribeLogDirsSplitting(int shards) {
        this.shards = shards;
    }

    @Override
    public Parts<DescribeLogDirsRequest> split(DescribeLogDirsRequest request) {
        return Parts.several(Collections.nCopies(shards, request), new int[0]);
    }

    @Override
    public DescribeLogDirsResponse join(DescribeLogDirsRequest request, Parts<DescribeLogDirsRequest> parts,
                                        List<DescribeLogDirsResponse> answers) {
        Map<String, DescribeLogDirsResult> byPath = new LinkedHashMap<>();
        for (DescribeLogDirsResponse answer : answers) {
            for (DescribeLogDirsResult result : answer.results()) {
                byPath.merge(result.logDir(), result, DescribeLogDirsSplitting::both);
            }
        }
        return DescribeLogDirsResponse.builder().results(new ArrayList<>(byPath.values())).build();
    }

    private static DescribeLogDirsResult both(DescribeLogDirsResult one, DescribeLogDirsResult other) {
        if (one.errorCode() != ErrorCode.NONE.code()) {
            return one;
        } else if (other.errorCode() != ErrorCode.NONE.code()) {
            return other;
        }
        Map<String, List<DescribeLogDirsPartition>> byTopic = new LinkedHashMap<>();
        List.of(one, other).forEach(result -> result.topics().forEach(topic ->
                byTopic.computeIfAbsent(topic.name(), name -> new ArrayList<>()).addAll(topic.partitions())));
        List<DescribeLogDirsTopic> topics = new ArrayList<>(byTopic.size());
        byTopic.forEach((name, partitions) ->
                topics.add(DescribeLogDirsTopic.builder().name(name).partitions(partitions).build()));
        boolean known = one.usableBytes() != UNKNOWN && other.usableBytes() != UNKNOWN;
        long usedByOther = other.totalBytes() - other.usableBytes();
        return one.toBuilder().topics(topics).usableBytes(known ? one.usableBytes() : UNKNOWN)
                .totalBytes(known ? one.totalBytes() + usedByOther : UNKNOWN).build();
    }
}
