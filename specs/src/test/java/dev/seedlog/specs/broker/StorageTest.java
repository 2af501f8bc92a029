package dev.seedlog.specs.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.Uuid;
import dev.seedlog.simworld.SimDisk;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.DescribeLogDirsRequest;
import dev.seedlog.wire.message.DescribeLogDirsResponse;
import dev.seedlog.wire.message.FetchRequest;
import dev.seedlog.wire.message.FetchResponse;
import dev.seedlog.wire.message.ProduceRequest;
import dev.seedlog.wire.message.ProduceResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Disks that fail or corrupt, under a node with two log directories, the second of which has no metadata. */
class StorageTest extends BrokerTest {

    private static final String SECOND = "/data/second";
    private static final int PARTITIONS = 4;

    @Override
    protected Map<String, String> config() {
        disk().provide("/data/first");
        disk().provide(SECOND);
        return Map.of("log.dirs", "/data/first," + SECOND, "metadata.log.dir", "/data/first");
    }

    @Test
    void aDirectoryThatFailsTakesItsPartitionsOfflineAndNoOthers() {
        createTopic("t", PARTITIONS);
        List<Integer> failed = new ArrayList<>();
        disk().faults().where(path -> path.startsWith(SECOND)).failWrites(1_000);
        for (int partition = 0; partition < PARTITIONS; partition++) {
            short error = DataPath.produce(client(), "t", partition, DataPath.batch(1)).errorCode();
            if (error == ErrorCode.KAFKA_STORAGE_ERROR.code()) {
                failed.add(partition);
            } else {
                assertEquals(0, error);
            }
        }
        assertEquals(PARTITIONS / 2, failed.size(), "new partitions are spread over the directories");
        disk().faults().clear();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            short expected = failed.contains(partition) ? offlineError(partition) : 0;
            assertEquals(expected, DataPath.fetch(client(), "t", partition, 0).errorCode());
            assertEquals(expected, DataPath.produce(client(), "t", partition, DataPath.batch(1)).errorCode());
        }
        DescribeLogDirsResponse directories = client().call(Api.DESCRIBE_LOG_DIRS, 4,
                DescribeLogDirsRequest.builder().topics(null).build(), DescribeLogDirsResponse::read);
        assertEquals(List.of((short) 0, ErrorCode.KAFKA_STORAGE_ERROR.code()),
                directories.results().stream().map(each -> each.errorCode()).toList());
    }

    @Test
    void aRequestOverBothDirectoriesIsAnsweredThoughOneFails() {
        createTopic("t", PARTITIONS);
        disk().faults().where(path -> path.startsWith(SECOND)).failWrites(1_000);
        client().send(Api.PRODUCE, 9, toAllPartitions());
        ProduceResponse answer = client().answer(Api.PRODUCE, 9, ProduceResponse::read);
        List<Short> errors = answer.responses().get(0).partitionResponses().stream().map(each -> each.errorCode())
                .toList();
        assertEquals(PARTITIONS / 2, errors.stream().filter(error -> error == 0).count(), errors.toString());
        assertEquals(PARTITIONS / 2,
                errors.stream().filter(error -> error == ErrorCode.KAFKA_STORAGE_ERROR.code()).count(),
                errors.toString());
    }

    @Test
    void aFetchThatWaitsHearsThatTheDirectoryIsGone() {
        createTopic("t", PARTITIONS);
        TestClient consumer = connect();
        FetchRequest.FetchPartition[] all = new FetchRequest.FetchPartition[PARTITIONS];
        for (int i = 0; i < PARTITIONS; i++) {
            all[i] = DataPath.from(i, 0);
        }
        consumer.send(Api.FETCH, DataPath.FETCH_VERSION, DataPath.fetchRequest("t", all).minBytes(1 << 20)
                .maxWaitMs(50_000).build());
        world().runFor(10_000_000);
        disk().faults().where(path -> path.startsWith(SECOND)).failWrites(1_000);
        client().send(Api.PRODUCE, 9, toAllPartitions());
        FetchResponse answer = consumer.answer(Api.FETCH, DataPath.FETCH_VERSION, FetchResponse::read);
        assertTrue(DataPath.partitions(answer).stream().anyMatch(each -> each.errorCode() != 0));
    }

    @Test
    void aCorruptBatchIsToldAndTheOtherPartitionsAreServed() {
        createTopic("t", PARTITIONS);
        for (int partition = 0; partition < PARTITIONS; partition++) {
            DataPath.produce(client(), "t", partition, DataPath.batch(3));
            DataPath.produce(client(), "t", partition, DataPath.batch(3));
        }
        String log = logOf(1);
        int lengthOfSecondBatch = DataPath.batch(3).length + 8;
        disk().corrupt(log, lengthOfSecondBatch, 0x80);
        List<FetchResponse.PartitionData> data = DataPath.partitions(DataPath.fetch(client(),
                DataPath.fetchRequest("t", DataPath.from(0, 3), DataPath.from(1, 3), DataPath.from(2, 3))));
        assertEquals(List.of((short) 0, ErrorCode.CORRUPT_MESSAGE.code(), (short) 0),
                data.stream().map(each -> each.errorCode()).toList());
        assertEquals(List.of(3L), DataPath.baseOffsets(data.get(2)));
        assertEquals(0, DataPath.listOffset(client(), 7, "t", DataPath.NOW).offset());
        assertFalse(client().closed());
    }

    private ProduceRequest toAllPartitions() {
        var one = DataPath.produceRequest("t", Uuid.ZERO, 0, DataPath.ALL, DataPath.batch(1));
        var partition = one.topicData().get(0).partitionData().get(0);
        List<ProduceRequest.PartitionProduceData> all = new ArrayList<>();
        for (int i = 0; i < PARTITIONS; i++) {
            all.add(partition.toBuilder().index(i).build());
        }
        return one.toBuilder().topicData(List.of(one.topicData().get(0).toBuilder().partitionData(all).build()))
                .build();
    }

    /** Until the controller has heard of it the replica says why; then nobody leads the partition. */
    private short offlineError(int partition) {
        short error = DataPath.fetch(client(), "t", partition, 0).errorCode();
        assertTrue(error == ErrorCode.KAFKA_STORAGE_ERROR.code() || error == ErrorCode.NOT_LEADER_OR_FOLLOWER.code());
        return error;
    }

    private String logOf(int partition) {
        for (String directory : List.of("/data/first", SECOND)) {
            if (disk().names(directory, true).stream().anyMatch(name -> name.endsWith("t-" + partition))) {
                return directory + "/t-" + partition + "/00000000000000000000.log";
            }
        }
        throw new AssertionError("partition " + partition + " is nowhere");
    }

    private SimDisk disk() {
        return ((SimNodeWorld.Node) node()).process().disk();
    }
}
