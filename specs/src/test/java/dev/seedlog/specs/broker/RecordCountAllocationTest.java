package dev.seedlog.specs.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.seedlog.log.Batches;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * Steady produce and fetch allocate nothing that grows with the number of records. A batch of one record and one of a
 * thousand have the same size here, so that all else (the simulated network and disk, this client) allocates alike;
 * node and client run on this thread.
 */
class RecordCountAllocationTest extends BrokerTest {

    private static final int MANY = 1_000;
    private static final int ROUNDS = 40;
    private static final int ATTEMPTS = 5;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void aBatchOfAThousandRecordsCostsWhatABatchOfOneDoes() {
        byte[] many = DataPath.bytes(Batches.at(DataPath.NOW).records(MANY, 1));
        byte[] one = ofSize(many.length);
        createTopic("many", 1);
        createTopic("one", 1);
        bytesPerRound("many", many);
        bytesPerRound("one", one);
        double[] differences = new double[ATTEMPTS];
        for (int i = 0; i < ATTEMPTS; i++) {
            differences[i] = bytesPerRound("many", many) - bytesPerRound("one", one);
        }
        // Other things happen at their own times, so one difference alone says little.
        Arrays.sort(differences);
        double perRecord = Math.abs(differences[ATTEMPTS / 2]) / MANY;
        assertTrue(perRecord < 4, perRecord + " bytes more are allocated for each record");
    }

    private double bytesPerRound(String topic, byte[] batch) {
        TestClient each = connect();
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < ROUNDS; i++) {
            long offset = DataPath.produce(each, topic, 0, batch).baseOffset();
            assertEquals(batch.length, DataPath.fetch(each, topic, 0, offset).records().sizeBytes());
        }
        double bytes = (THREADS.getCurrentThreadAllocatedBytes() - before) / (double) ROUNDS;
        each.close();
        return bytes;
    }

    /** One record in a batch of this size. */
    private static byte[] ofSize(int size) {
        int overhead = DataPath.bytes(Batches.at(DataPath.NOW).records(1, size)).length - size;
        byte[] batch = DataPath.bytes(Batches.at(DataPath.NOW).records(1, size - overhead));
        assertEquals(size, batch.length);
        return batch;
    }
}
