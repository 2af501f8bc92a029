package dev.seedlog.specs.broker;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.base.Uuid;
import dev.seedlog.log.Batches;
import dev.seedlog.record.BatchCursor;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.Payload;
import dev.seedlog.wire.message.FetchRequest;
import dev.seedlog.wire.message.FetchResponse;
import dev.seedlog.wire.message.ListOffsetsRequest;
import dev.seedlog.wire.message.ListOffsetsResponse;
import dev.seedlog.wire.message.ProduceRequest;
import dev.seedlog.wire.message.ProduceResponse;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** Short words for what producers and consumers say. */
final class DataPath {

    static final short ALL = -1;
    static final int PRODUCE_VERSION = 12;
    static final int FETCH_VERSION = 12;
    static final long NOW = 1_000_000;

    private DataPath() {
    }

    /** A batch of records that have one byte each. */
    static byte[] batch(int records) {
        return bytes(Batches.at(NOW).records(records, 1));
    }

    static byte[] bytes(UnsafeBuffer batch) {
        byte[] bytes = new byte[batch.capacity()];
        batch.getBytes(0, bytes);
        return bytes;
    }

    static ProduceRequest produceRequest(String topic, Uuid topicId, int partition, short acks, byte[] records) {
        return ProduceRequest.builder().acks(acks).timeoutMs(10_000).topicData(List.of(
                ProduceRequest.TopicProduceData.builder().name(topic).topicId(topicId).partitionData(List.of(
                        ProduceRequest.PartitionProduceData.builder().index(partition)
                                .records(records == null ? null : Payload.of(BufferSlice.of(records))).build()))
                        .build())).build();
    }

    static ProduceResponse.PartitionProduceResponse produce(BrokerTest.TestClient client, String topic, int partition,
                                                            byte[] records) {
        return only(client.call(Api.PRODUCE, PRODUCE_VERSION,
                produceRequest(topic, Uuid.ZERO, partition, ALL, records), ProduceResponse::read));
    }

    static ProduceResponse.PartitionProduceResponse only(ProduceResponse answer) {
        return answer.responses().get(0).partitionResponses().get(0);
    }

    static FetchRequest.FetchPartition from(int partition, long offset) {
        return FetchRequest.FetchPartition.builder().partition(partition).fetchOffset(offset).currentLeaderEpoch(-1)
                .lastFetchedEpoch(-1).partitionMaxBytes(1 << 20).build();
    }

    /** A fetch without a session that waits for nothing. */
    static FetchRequest.Builder fetchRequest(String topic, FetchRequest.FetchPartition... partitions) {
        return FetchRequest.builder().maxBytes(1 << 20).topics(List.of(FetchRequest.FetchTopic.builder().topic(topic)
                .partitions(List.of(partitions)).build()));
    }

    static FetchResponse fetch(BrokerTest.TestClient client, FetchRequest.Builder request) {
        return client.call(Api.FETCH, FETCH_VERSION, request.build(), FetchResponse::read);
    }

    static FetchResponse.PartitionData fetch(BrokerTest.TestClient client, String topic, int partition, long offset) {
        return fetch(client, fetchRequest(topic, from(partition, offset))).responses().get(0).partitions().get(0);
    }

    /** The partitions of an answer, whatever their topics. */
    static List<FetchResponse.PartitionData> partitions(FetchResponse answer) {
        List<FetchResponse.PartitionData> all = new ArrayList<>();
        answer.responses().forEach(topic -> all.addAll(topic.partitions()));
        return all;
    }

    /** The base offsets of the whole batches that were fetched. */
    static List<Long> baseOffsets(FetchResponse.PartitionData partition) {
        List<Long> offsets = new ArrayList<>();
        if (partition.records() instanceof Payload.Bytes records) {
            BatchCursor cursor = new BatchCursor();
            BufferSlice slice = records.slice();
            for (cursor.wrap(slice.buffer(), slice.offset(), slice.lengthBytes());
                    cursor.next() == BatchCursor.Step.BATCH;) {
                offsets.add(cursor.batch().baseOffset());
            }
        }
        return offsets;
    }

    static ListOffsetsResponse.ListOffsetsPartitionResponse listOffset(BrokerTest.TestClient client, int version,
                                                                       String topic, long timestamp) {
        return client.call(Api.LIST_OFFSETS, version, ListOffsetsRequest.builder().replicaId(-1).topics(List.of(
                ListOffsetsRequest.ListOffsetsTopic.builder().name(topic).partitions(List.of(
                        ListOffsetsRequest.ListOffsetsPartition.builder().partitionIndex(0).currentLeaderEpoch(-1)
                                .timestamp(timestamp).build())).build())).build(), ListOffsetsResponse::read)
                .topics().get(0).partitions().get(0);
    }
}
