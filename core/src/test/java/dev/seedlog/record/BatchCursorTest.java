package dev.seedlog.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.record.BatchCursor.Step;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class BatchCursorTest {

    private final byte[] first = TestBatches.batch(Compression.NONE, 2);
    private final byte[] second = TestBatches.batch(Compression.LZ4, 50);
    private final BatchCursor cursor = new BatchCursor();

    private static byte[] concat(byte[] left, byte[] right) {
        byte[] both = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, both, left.length, right.length);
        return both;
    }

    private Step walkToEnd(byte[] bytes) {
        cursor.wrap(new UnsafeBuffer(bytes), 0, bytes.length);
        Step step = cursor.next();
        while (step == Step.BATCH) {
            step = cursor.next();
        }
        return step;
    }

    @Test
    void showsOneBatchAfterTheOther() {
        byte[] both = concat(first, second);
        cursor.wrap(new UnsafeBuffer(both), 0, both.length);
        assertEquals(Step.BATCH, cursor.next());
        assertEquals(2, cursor.batch().recordCount());
        assertEquals(first.length, cursor.position());
        assertEquals(Step.BATCH, cursor.next());
        assertEquals(50, cursor.batch().recordCount());
        assertEquals(Step.END, cursor.next());
        assertEquals(Step.END, cursor.next());
    }

    @Test
    void everyCutOfTheLastBatchIsTorn() {
        byte[] both = concat(first, second);
        for (int length = first.length + 1; length < both.length; length++) {
            assertEquals(Step.TORN, walkToEnd(Arrays.copyOf(both, length)), "cut at " + length);
            assertEquals(first.length, cursor.position());
            assertTrue(cursor.problem().length() > 0);
        }
    }

    @Test
    void aLengthThatCannotBeIsCorrupt() {
        for (int length : new int[] {48, 13, 0, -1, Integer.MIN_VALUE}) {
            byte[] both = concat(first, second);
            new UnsafeBuffer(both).putInt(first.length + 8, length, ByteOrder.BIG_ENDIAN);
            assertEquals(Step.CORRUPT, walkToEnd(both), "length " + length);
            assertEquals(first.length, cursor.position());
        }
    }

    @Test
    void theLargestLengthDoesNotOverflow() {
        byte[] bytes = first.clone();
        new UnsafeBuffer(bytes).putInt(8, Integer.MAX_VALUE, ByteOrder.BIG_ENDIAN);
        assertEquals(Step.CORRUPT, walkToEnd(bytes));
        new UnsafeBuffer(bytes).putInt(8, Integer.MAX_VALUE - 12, ByteOrder.BIG_ENDIAN);
        assertEquals(Step.TORN, walkToEnd(bytes));
    }

    @Test
    void anotherMagicIsCorrupt() {
        for (byte magic : new byte[] {0, 1, 3, -1}) {
            byte[] bytes = first.clone();
            bytes[16] = magic;
            assertEquals(Step.CORRUPT, walkToEnd(bytes));
        }
    }

    @Test
    void zerosAreCorrupt() {
        assertEquals(Step.CORRUPT, walkToEnd(concat(first, new byte[100])));
    }

    @Test
    void aBatchAboveTheLimitIsCorrupt() {
        UnsafeBuffer buffer = new UnsafeBuffer(first);
        assertEquals(Step.BATCH, cursor.wrap(buffer, 0, first.length, first.length).next());
        assertEquals(Step.CORRUPT, cursor.wrap(buffer, 0, first.length, first.length - 1).next());
    }
}
