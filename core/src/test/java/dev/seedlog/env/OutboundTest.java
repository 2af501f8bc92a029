package dev.seedlog.env;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.seedlog.base.BufferSlice;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class OutboundTest {

    private static final class CountingRegion implements FileRegion {
        private int references = 1;

        @Override
        public int sizeBytes() {
            return 1000;
        }

        @Override
        public boolean valid() {
            return true;
        }

        @Override
        public int read(int from, MutableDirectBuffer target, int offset, int length) {
            return length;
        }

        @Override
        public void retain() {
            references++;
        }

        @Override
        public void release() {
            references--;
        }
    }

    @Test
    void partsKeepTheirOrderAndTheSizeIsTheirSum() {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[100]);
        FileRegion region = new CountingRegion();
        Outbound message = new Outbound().add(buffer, 10, 20).add(region)
                .add(new BufferSlice(buffer, 50, 5));
        assertEquals(3, message.parts());
        assertEquals(1025, message.sizeBytes());
        assertSame(buffer, message.buffer(0));
        assertEquals(10, message.offset(0));
        assertEquals(20, message.lengthBytes(0));
        assertNull(message.region(0));
        assertSame(region, message.region(1));
        assertNull(message.buffer(1));
        assertEquals(1000, message.lengthBytes(1));
        assertEquals(50, message.offset(2));
    }

    @Test
    void itGrowsAndCanBeUsedAgain() {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[100]);
        CountingRegion region = new CountingRegion();
        Outbound message = new Outbound();
        for (int i = 0; i < 50; i++) {
            message.add(buffer, i, 1);
        }
        assertEquals(50, message.sizeBytes());
        assertEquals(49, message.offset(49));
        message.clear().add(region);
        assertEquals(1, message.parts());
        assertEquals(1000, message.sizeBytes());
        message.clear();
        assertEquals(0, message.sizeBytes());
        assertEquals(1, region.references, "clearing releases nothing");
        assertNull(message.add(buffer, 0, 1).region(0), "nothing of the old message is left");
    }

    @Test
    void aMessageThatNobodyTakesReleasesItsRegions() {
        CountingRegion region = new CountingRegion();
        region.retain();
        Outbound message = new Outbound().add(region).add(region);
        message.releaseRegions();
        assertEquals(0, region.references);
        assertEquals(0, message.parts());
    }
}
