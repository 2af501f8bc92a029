package dev.seedlog.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class ProducerStatesTest {

    private final LogWorld world = LogWorld.on(new MemoryDisk()).start();
    private final PartitionLog log = world.create();

    private AppendResult append(int epoch, int sequence, int records) {
        return LogWorld.append(log, Batches.at(1_000 + sequence).producer(5, epoch, sequence).records(records, 5), 0);
    }

    @Test
    void batchesOfOneTurnFollowEachOther() {
        assertEquals(AppendStatus.APPENDED, append(0, 0, 3).status());
        assertEquals(AppendStatus.APPENDED, append(0, 3, 2).status());
        assertEquals(AppendStatus.OUT_OF_ORDER_SEQUENCE_NUMBER, append(0, 6, 1).status());
        world.turn();
        assertEquals(5, log.logEndOffset());
    }

    @Test
    void aDuplicateIsAnsweredWithTheFirstAnswerWithinItsTurnToo() {
        append(0, 0, 3);
        assertEquals(new AppendResult(AppendStatus.DUPLICATE, 0, 2, 1_002), append(0, 0, 3));
        world.turn();
        append(0, 3, 2);
        world.turn();
        assertEquals(new AppendResult(AppendStatus.DUPLICATE, 0, 2, 1_002), append(0, 0, 3));
        assertEquals(5, log.logEndOffset());
    }

    @Test
    void onlyTheLastFiveBatchesAreKnownAgain() {
        for (int i = 0; i < 6; i++) {
            append(0, i, 1);
            world.turn();
        }
        assertEquals(AppendStatus.OUT_OF_ORDER_SEQUENCE_NUMBER, append(0, 0, 1).status());
        assertEquals(AppendStatus.DUPLICATE, append(0, 1, 1).status());
    }

    @Test
    void aNewEpochBeginsWithSequenceZeroAndFencesTheOld() {
        append(1, 0, 1);
        world.turn();
        assertEquals(AppendStatus.OUT_OF_ORDER_SEQUENCE_NUMBER, append(2, 1, 1).status());
        assertEquals(AppendStatus.APPENDED, append(2, 0, 1).status());
        assertEquals(AppendStatus.INVALID_PRODUCER_EPOCH, append(1, 1, 1).status());
    }

    @Test
    void aProducerThatIsNotKnownMayBeginAnywhere() {
        assertEquals(AppendStatus.APPENDED, append(3, 17, 1).status());
        assertEquals(AppendStatus.APPENDED, append(3, 18, 1).status());
    }

    @Test
    void sequencesGoOnFromTheLargestToZero() {
        append(0, Integer.MAX_VALUE - 1, 2);
        assertEquals(AppendStatus.APPENDED, append(0, 0, 1).status());
        append(1, 0, 1);
        world.turn();
        LogWorld.append(log, Batches.at(1).producer(6, 0, Integer.MAX_VALUE - 1).records(4, 1), 0);
        world.turn();
        assertEquals(1, log.producers().entry(6).lastSequence());
    }

    @Test
    void aWriteThatFailsLeavesTheStateAsItWas() {
        MemoryDisk disk = new MemoryDisk();
        LogWorld other = LogWorld.on(disk).start();
        PartitionLog failing = other.create();
        LogWorld.append(failing, Batches.at(1).producer(5, 0, 0).records(1, 1), 0);
        other.turn();
        LogWorld.append(failing, Batches.at(1).producer(5, 0, 1).records(1, 1), 0);
        disk.operationsUntilFailure = 0;
        other.turn();
        assertEquals(0, failing.producers().entry(5).lastSequence());
        assertEquals(1, failing.logEndOffset());
        assertNotNull(other.offline);
    }

    @Test
    void aTransactionAllowsNothingOutsideItAndOldCoordinatorsAreFenced() {
        LogWorld.append(log, Batches.at(1).producer(5, 0, 0).transactional().records(1, 1), 0);
        assertEquals(AppendStatus.INVALID_TXN_STATE, append(0, 1, 1).status());
        assertEquals(AppendStatus.APPENDED, log.appendAsLeader(Batches.at(2).producer(5, 0, -1).marker(true, 7), 0,
                Batches.at(2).marker(true, 7).capacity(), 0, AppendOrigin.COORDINATOR).status());
        assertEquals(AppendStatus.TRANSACTION_COORDINATOR_FENCED, log.appendAsLeader(
                Batches.at(2).producer(5, 0, -1).marker(true, 6), 0, Batches.at(2).marker(true, 6).capacity(), 0,
                AppendOrigin.COORDINATOR).status());
        assertEquals(AppendStatus.APPENDED, append(0, 1, 1).status());
    }

    @Test
    void silentProducersAreForgotten() {
        append(0, 0, 1);
        world.turn();
        world.nowMs = 1_000 + LogConfig.DEFAULT.producerIdExpirationMs();
        log.expireProducers();
        assertNull(log.producers().entry(5));
    }
}
