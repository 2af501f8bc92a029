package dev.seedlog.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.log.LogWorld.Read;
import dev.seedlog.record.RecordBatch;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.agrona.concurrent.UnsafeBuffer;

/** The log against a list of batches. */
class LogModelTest {

    /** One step: what, and a number that it draws from. */
    record Step(int kind, int number) {
    }

    private MemoryDisk disk;
    private LogWorld world;
    private List<Read> model;
    private PartitionLog log;
    private int epoch;

    @Provide
    Arbitrary<List<Step>> steps() {
        return Arbitraries.integers().between(0, 9)
                .flatMap(kind -> Arbitraries.integers().between(0, 10_000).map(number -> new Step(kind, number)))
                .list().ofMinSize(1).ofMaxSize(60);
    }

    /** Found by the property: the log's start moves back with its end, and a checkpoint had the later one. */
    @Example
    void aTruncationIntoTheBatchThatTheLogBeginsInMovesTheStart() {
        theLogHoldsWhatAListWouldHold(List.of(new Step(4, 1), new Step(3, 1), new Step(0, 0), new Step(0, 0),
                new Step(0, 1), new Step(4, 0), new Step(2, 0)));
    }

    @Property(tries = 300)
    void theLogHoldsWhatAListWouldHold(@ForAll("steps") List<Step> steps) {
        disk = new MemoryDisk();
        world = LogWorld.on(disk);
        model = new ArrayList<>();
        epoch = 0;
        world.config = LogConfig.DEFAULT.withSegmentBytes(900).withIndexIntervalBytes(150);
        world.start();
        log = world.create();
        for (Step step : steps) {
            run(step);
            check(step.number());
        }
    }

    private void run(Step step) {
        switch (step.kind()) {
            case 0 -> truncate(step.number());
            case 1 -> {
                world.stop();
                world.start();
                log = world.load();
                assertNotNull(log, () -> "not loaded: " + world.recovery.failure());
            }
            case 2 -> {
                disk.kill();
                world.start();
                log = world.load();
                assertNotNull(log, () -> "not loaded: " + world.recovery.failure());
            }
            case 3 -> {
                log.highWatermark(log.logEndOffset());
                log.deleteRecordsBefore(log.logStartOffset()
                        + step.number() % (log.logEndOffset() - log.logStartOffset() + 1));
                world.turns(6);
                model.removeIf(batch -> batch.lastOffset() < log.logStartOffset());
            }
            default -> append(step.number());
        }
    }

    private void truncate(int number) {
        if (model.isEmpty()) {
            return;
        }
        long offset = model.get(number % model.size()).baseOffset() + number % 2;
        if (offset < log.logStartOffset()) {
            return;
        }
        if (log.truncateTo(offset)) {
            model.removeIf(batch -> batch.lastOffset() >= offset);
            epoch++;
        }
        world.turns(8);
        assertTrue(log.isAppendable());
    }

    private void append(int number) {
        UnsafeBuffer batch = Batches.at(number).records(1 + number % 4, number % 97);
        AppendResult result = LogWorld.append(log, batch, epoch);
        world.turn();
        RecordBatch appended = new RecordBatch().wrap(batch, 0);
        model.add(new Read(result.baseOffset(), result.lastOffset(), epoch, appended.maxTimestamp(),
                appended.crc()));
    }

    private void check(int number) {
        if (model.isEmpty()) {
            assertEquals(log.logStartOffset(), log.logEndOffset());
            return;
        }
        assertEquals(model, LogWorld.readAll(log, log.logStartOffset(), 1 + number % 1_500));
        assertEquals(model.get(model.size() - 1).lastOffset() + 1, log.logEndOffset());
        Read first = null;
        for (Read batch : model) {
            if (first == null && batch.maxTimestampMs() >= number) {
                first = batch;
            }
        }
        BatchPosition found = log.batchByTimestamp(number, 0);
        assertEquals(first == null ? -1 : first.baseOffset(), found == null ? -1 : found.baseOffset());
    }
}
