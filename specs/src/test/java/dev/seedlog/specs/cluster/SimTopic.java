package dev.seedlog.specs.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.base.Uuid;
import dev.seedlog.log.Batches;
import dev.seedlog.record.BatchCursor;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.IntList;
import dev.seedlog.wire.Payload;
import dev.seedlog.wire.WireReader;
import dev.seedlog.wire.message.CreateTopicsRequest;
import dev.seedlog.wire.message.CreateTopicsRequest.CreatableReplicaAssignment;
import dev.seedlog.wire.message.CreateTopicsRequest.CreatableTopic;
import dev.seedlog.wire.message.CreateTopicsRequest.CreatableTopicConfig;
import dev.seedlog.wire.message.CreateTopicsResponse;
import dev.seedlog.wire.message.FetchRequest;
import dev.seedlog.wire.message.FetchResponse;
import dev.seedlog.wire.message.MetadataRequest;
import dev.seedlog.wire.message.MetadataResponse;
import dev.seedlog.wire.message.ProduceRequest;
import dev.seedlog.wire.message.ProduceResponse;
import java.util.ArrayList;
import java.util.List;

/** A topic of one partition in a simulated cluster. Each batch is one record, known by its timestamp. */
final class SimTopic {

    private static final int FIRST_PRODUCE_BY_ID = 13;
    private static final int FETCH_BYTES = 1_000_000;

    private final SimCluster cluster;
    private final String name;
    private final Uuid id;
    private long lastValue = 1_000;
    /** What was acknowledged. */
    final List<Long> acknowledged = new ArrayList<>();

    /** Creates it on these brokers, of which the first leads. */
    SimTopic(SimCluster cluster, String name, int minInsync, int... brokers) {
        this.cluster = cluster;
        this.name = name;
        CreatableTopic topic = CreatableTopic.builder().name(name).numPartitions(-1).replicationFactor((short) -1)
                .assignments(List.of(CreatableReplicaAssignment.builder().partitionIndex(0)
                        .brokerIds(IntList.of(brokers)).build()))
                .configs(List.of(CreatableTopicConfig.builder().name("min.insync.replicas")
                        .value(String.valueOf(minInsync)).build())).build();
        CreateTopicsResponse.CreatableTopicResult[] created = new CreateTopicsResponse.CreatableTopicResult[1];
        cluster.await("the topic is created", () -> {
            // A seed may have the controller refuse what it could do.
            created[0] = cluster.call(cluster.member(brokers[0]).clients(), Api.CREATE_TOPICS, 7,
                    CreateTopicsRequest.builder().timeoutMs(30_000).topics(List.of(topic)).build(),
                    CreateTopicsResponse::read).topics().get(0);
            return created[0].errorCode() == 0;
        });
        id = created[0].topicId();
        cluster.awaitSeen(name);
    }

    /** The partition as a broker tells of it. */
    MetadataResponse.MetadataResponsePartition seenBy(int broker) {
        MetadataResponse answer = cluster.call(cluster.member(broker).clients(), Api.METADATA, 12,
                MetadataRequest.builder().topics(List.of(MetadataRequest.MetadataRequestTopic.builder().name(name)
                        .build())).build(), MetadataResponse::read);
        return answer.topics().get(0).partitions().get(0);
    }

    /** Waits until a broker tells of this leader. */
    SimTopic awaitLeader(int askedBroker, int leader) {
        cluster.await("broker " + leader + " leads", () -> seenBy(askedBroker).leaderId() == leader);
        return this;
    }

    /** Waits until a broker tells of some other leader; says which. */
    int awaitLeaderOtherThan(int askedBroker, int old) {
        cluster.await("another leads", () -> {
            int leader = seenBy(askedBroker).leaderId();
            return leader >= 0 && leader != old;
        });
        return seenBy(askedBroker).leaderId();
    }

    SimTopic awaitIsr(int askedBroker, Integer... brokers) {
        cluster.await("the ISR is " + List.of(brokers) + " and not " + seenBy(askedBroker).isrNodes(),
                () -> seenBy(askedBroker).isrNodes().stream().sorted().toList().equals(List.of(brokers)));
        return this;
    }

    /** Sends one record to a broker with acks=all. */
    ErrorCode produce(int broker) {
        return produce(broker, (short) -1);
    }

    ErrorCode produce(int broker, short acks) {
        long value = ++lastValue;
        ProduceResponse answer = produce(broker, acks, 9, value);
        if (answer == null) {
            return ErrorCode.NETWORK_EXCEPTION;
        }
        ErrorCode error = ErrorCode.forCode(answer.responses().get(0).partitionResponses().get(0).errorCode());
        if (error == ErrorCode.NONE && acks == -1) {
            acknowledged.add(value);
        }
        return error;
    }

    private ProduceResponse produce(int broker, short acks, int version, long value) {
        var bytes = Batches.at(value).records(1, 20);
        ProduceRequest.TopicProduceData.Builder topic = version < FIRST_PRODUCE_BY_ID
                ? ProduceRequest.TopicProduceData.builder().name(name)
                : ProduceRequest.TopicProduceData.builder().topicId(id);
        return cluster.tryCall(cluster.member(broker).clients(), Api.PRODUCE, version,
                ProduceRequest.builder().acks(acks).timeoutMs(3_000).topicData(List.of(topic.partitionData(List.of(
                        ProduceRequest.PartitionProduceData.builder().index(0)
                                .records(Payload.of(new BufferSlice(bytes, 0, bytes.capacity()))).build())).build()))
                        .build(), ProduceResponse::read);
    }

    /** Sends a record to a broker that is not to take it. */
    ProduceResponse misdirectedProduce(int broker, int version) {
        return produce(broker, (short) -1, version, ++lastValue);
    }

    /** Sends so many records that are all acknowledged. */
    void produceAll(int broker, int count) {
        for (int i = 0; i < count; i++) {
            assertEquals(ErrorCode.NONE, produce(broker));
        }
    }

    /** Everything that is committed, as a consumer reads it. */
    List<Long> read(int broker) {
        List<Long> values = tryRead(broker);
        assertTrue(values != null, "broker " + broker + " does not lead");
        return values;
    }

    /** Waits until a reader finds all that was acknowledged: a new leader may not know yet how much is committed. */
    List<Long> awaitAllRead(int askedBroker) {
        List<Long> found = new ArrayList<>();
        cluster.await("all is read of " + acknowledged + ", not only " + found, () -> {
            int leader = seenBy(askedBroker).leaderId();
            List<Long> values = leader < 0 ? null : tryRead(leader);
            found.clear();
            found.addAll(values == null ? List.of() : values);
            return found.containsAll(acknowledged);
        });
        return found;
    }

    /** As {@link #read}, or null if the broker does not lead. */
    private List<Long> tryRead(int broker) {
        List<Long> values = new ArrayList<>();
        long offset = 0;
        while (true) {
            FetchResponse.PartitionData data = fetch(broker, offset);
            if (data.errorCode() != 0) {
                return null;
            }
            long next = offset;
            if (data.records() instanceof Payload.Bytes bytes && bytes.sizeBytes() > 0) {
                BatchCursor cursor = new BatchCursor().wrap(bytes.slice().buffer(), bytes.slice().offset(),
                        bytes.slice().lengthBytes());
                while (cursor.next() == BatchCursor.Step.BATCH) {
                    values.add(cursor.batch().maxTimestamp());
                    next = cursor.batch().nextOffset();
                }
            }
            if (next == offset) {
                return values;
            }
            offset = next;
        }
    }

    private FetchResponse.PartitionData fetch(int broker, long offset) {
        return fetch(broker, 13, offset, -1).responses().get(0).partitions().get(0);
    }

    /** Fetches without a session. */
    FetchResponse fetch(int broker, int version, long offset, int leaderEpoch) {
        return cluster.call(cluster.member(broker).clients(), Api.FETCH, version,
                FetchRequest.builder().maxWaitMs(0).minBytes(0).maxBytes(FETCH_BYTES).sessionEpoch(-1).topics(List.of(
                        FetchRequest.FetchTopic.builder().topicId(id).partitions(List.of(
                                FetchRequest.FetchPartition.builder().partition(0).fetchOffset(offset)
                                        .currentLeaderEpoch(leaderEpoch)
                                        .partitionMaxBytes(FETCH_BYTES).build())).build())).build(),
                SimTopic::readCopied);
    }

    /** The received bytes are gone when the turn is over, so the records are copied. */
    private static FetchResponse readCopied(WireReader in, short version) {
        FetchResponse response = FetchResponse.read(in, version);
        if (response.responses().isEmpty()) {
            return response;
        }
        FetchResponse.PartitionData data = response.responses().get(0).partitions().get(0);
        Payload.Bytes bytes = (Payload.Bytes) data.records();
        FetchResponse.PartitionData copied =
                data.toBuilder().records(Payload.of(BufferSlice.of(bytes.slice().toByteArray()))).build();
        return response.toBuilder().responses(List.of(response.responses().get(0).toBuilder()
                .partitions(List.of(copied)).build())).build();
    }
}
