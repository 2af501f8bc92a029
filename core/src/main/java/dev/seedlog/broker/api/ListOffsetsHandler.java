package dev.seedlog.broker.api;

import dev.seedlog.base.Uuid;
import dev.seedlog.broker.connection.Exchange;
import dev.seedlog.broker.connection.ServedApis;
import dev.seedlog.env.DiskException;
import dev.seedlog.log.CorruptFileException;
import dev.seedlog.log.LogDirectoryOffline;
import dev.seedlog.log.TopicPartition;
import dev.seedlog.replica.OffsetFound;
import dev.seedlog.replica.OffsetSearch;
import dev.seedlog.replica.PartitionLeader;
import dev.seedlog.replica.Replica;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.ListOffsetsRequest;
import dev.seedlog.wire.message.ListOffsetsResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * ListOffsets, versions 1 to 11: the first offset, the last, that of a timestamp, or that of the largest timestamp
 * (version 7, KIP-734). Version 4 checks the leader epoch. Of the offsets of tiered storage (8, 9 and 11), the earliest
 * local one is the log's start, and there is no other, since there is no tiered storage.
 */
public final class ListOffsetsHandler {

    private static final long LATEST = -1;
    private static final long EARLIEST = -2;
    private static final long MAX_TIMESTAMP = -3;
    private static final long EARLIEST_LOCAL = -4;
    /** The first versions that know -3 and the numbers below: -5 and -6 are of tiered storage, which there is not. */
    private static final List<Integer> FIRST_VERSIONS = List.of(7, 8, 9, 11);
    private static final byte READ_COMMITTED = 1;
    private static final long NOTHING = -1;
    private static final int NO_EPOCH = -1;
    private static final short FIRST_VERSION_WITH_EPOCH = 4;

    private static final short FIRST_VERSION_WITHOUT_OFFSET = 5;

    private final PartitionLookup lookup;
    private final OffsetSearch search;

    /** A handler. */
    public ListOffsetsHandler(PartitionLookup lookup, OffsetSearch search) {
        this.lookup = lookup;
        this.search = search;
    }

    /** Serves the API. */
    public void register(ServedApis apis) {
        apis.serve(Api.LIST_OFFSETS, ListOffsetsRequest::read, this::handle);
    }

    private void handle(Exchange exchange, ListOffsetsRequest request) {
        Map<TopicPartition, Integer> named = new LinkedHashMap<>();
        for (ListOffsetsRequest.ListOffsetsTopic topic : request.topics()) {
            for (ListOffsetsRequest.ListOffsetsPartition partition : topic.partitions()) {
                named.merge(new TopicPartition(topic.name(), partition.partitionIndex()), 1, Integer::sum);
            }
        }
        List<ListOffsetsResponse.ListOffsetsTopicResponse> topics = new ArrayList<>(request.topics().size());
        short version = exchange.version();
        for (ListOffsetsRequest.ListOffsetsTopic topic : request.topics()) {
            List<ListOffsetsResponse.ListOffsetsPartitionResponse> partitions = new ArrayList<>();
            for (ListOffsetsRequest.ListOffsetsPartition partition : topic.partitions()) {
                if (named.get(new TopicPartition(topic.name(), partition.partitionIndex())) > 1) {
                    partitions.add(answer(partition, ErrorCode.INVALID_REQUEST, OffsetFound.NOTHING, version));
                } else if (!isKnown(partition.timestamp(), version)) {
                    partitions.add(answer(partition, ErrorCode.UNSUPPORTED_VERSION, OffsetFound.NOTHING, version));
                } else {
                    partitions.add(list(topic.name(), partition, request, version));
                }
            }
            topics.add(ListOffsetsResponse.ListOffsetsTopicResponse.builder().name(topic.name())
                    .partitions(partitions).build());
        }
        exchange.respond(ListOffsetsResponse.builder().topics(topics).build());
    }

    /** Whether a version of the request has this special timestamp, if it is one. */
    private static boolean isKnown(long timestamp, short version) {
        if (timestamp >= EARLIEST) {
            return true;
        }
        long number = MAX_TIMESTAMP - timestamp;
        return number < FIRST_VERSIONS.size() && version >= FIRST_VERSIONS.get((int) number);
    }

    private ListOffsetsResponse.ListOffsetsPartitionResponse list(String topic,
                                                                  ListOffsetsRequest.ListOffsetsPartition asked,
                                                                  ListOffsetsRequest request, short version) {
        Replica replica = lookup.find(Uuid.ZERO, topic, asked.partitionIndex());
        ErrorCode error = lookup.errorOf(replica, Uuid.ZERO, topic, asked.partitionIndex());
        if (error == ErrorCode.NONE) {
            error = PartitionLookup.checkEpoch(asked.currentLeaderEpoch(), replica.leader().leaderEpoch());
        }
        if (error != ErrorCode.NONE) {
            return answer(asked, error, OffsetFound.NOTHING, version);
        }
        try {
            if (request.replicaId() >= 0 && asked.timestamp() == LATEST) {
                // A follower wants to know where its leader's log ends, committed or not.
                PartitionLeader leader = replica.leader();
                return answer(asked, ErrorCode.NONE,
                        new OffsetFound(leader.log().logEndOffset(), NOTHING, leader.leaderEpoch()), version);
            }
            OffsetFound found = find(replica.leader(), asked.timestamp(),
                    request.isolationLevel() == READ_COMMITTED);
            boolean nearEnd = asked.timestamp() == LATEST || found == OffsetFound.NOTHING;
            return nearEnd && !replica.leader().knowsEnd()
                    ? answer(asked, endUnknown(version), OffsetFound.NOTHING, version)
                    : answer(asked, ErrorCode.NONE, found, version);
        } catch (LogDirectoryOffline | CorruptFileException | DiskException e) {
            return answer(asked, PartitionLookup.errorOf(e), OffsetFound.NOTHING, version);
        }
    }

    private static ErrorCode endUnknown(short version) {
        return version >= FIRST_VERSION_WITHOUT_OFFSET ? ErrorCode.OFFSET_NOT_AVAILABLE
                : ErrorCode.LEADER_NOT_AVAILABLE;
    }

    private OffsetFound find(PartitionLeader leader, long timestamp, boolean committedOnly) {
        if (timestamp == LATEST) {
            long end = committedOnly ? leader.log().lastStableOffset() : leader.highWatermark();
            return new OffsetFound(end, NOTHING, leader.leaderEpoch());
        } else if (timestamp == EARLIEST || timestamp == EARLIEST_LOCAL) {
            return search.atStart(leader);
        } else if (timestamp == MAX_TIMESTAMP) {
            return search.ofMaxTimestamp(leader, committedOnly);
        } else if (timestamp < 0) {
            return OffsetFound.NOTHING;
        }
        return search.byTimestamp(leader, timestamp, committedOnly);
    }

    private static ListOffsetsResponse.ListOffsetsPartitionResponse answer(
            ListOffsetsRequest.ListOffsetsPartition asked, ErrorCode error, OffsetFound found, short version) {
        return ListOffsetsResponse.ListOffsetsPartitionResponse.builder().partitionIndex(asked.partitionIndex())
                .errorCode(error.code()).timestamp(found.timestampMs()).offset(found.offset())
                .leaderEpoch(version < FIRST_VERSION_WITH_EPOCH ? NO_EPOCH : found.leaderEpoch()).build();
    }
}
