package dev.seedlog.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.env.FileRegion;
import dev.seedlog.env.Outbound;
import dev.seedlog.wire.message.FetchResponse;
import dev.seedlog.wire.message.MetadataRequest;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireWriterTest {

    private static final String FIELD = "Test.field";

    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(16);
    private final WireWriter out = new WireWriter().wrap(buffer, 0);

    private WireReader written() {
        return new WireReader().wrap(buffer, 0, out.bufferedBytes());
    }

    /** Bytes that are only promised. */
    private record Promise(int sizeBytes) implements FileRegion {
        @Override
        public boolean valid() {
            return true;
        }

        @Override
        public int read(int from, MutableDirectBuffer target, int offset, int length) {
            throw new AssertionError("a region is not read while a message is written");
        }

        @Override
        public void retain() {
        }

        @Override
        public void release() {
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 126, 127, 128, 16_383, 16_384, 100_000})
    void aTaggedValueOfAnySizeHasTheShortestSize(int size) {
        int mark = out.beginTag(5);
        for (int i = 0; i < size; i++) {
            out.writeInt8((byte) i);
        }
        out.endTag(mark);
        out.writeInt8((byte) 99);

        WireReader in = written();
        assertEquals(5, in.readTag(FIELD));
        int outer = in.beginTag(FIELD);
        assertEquals(size, in.remaining());
        for (int i = 0; i < size; i++) {
            assertEquals((byte) i, in.readInt8(FIELD));
        }
        in.endTag(outer, FIELD);
        assertEquals(99, in.readInt8(FIELD));
        in.requireEnd("Test");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 128, 16_383, 16_384, Integer.MAX_VALUE, Integer.MIN_VALUE, -1})
    void varintsReadAsTheyWereWritten(int value) {
        out.writeUnsignedVarint(value);
        assertEquals(value, written().readUnsignedVarint(FIELD));
    }

    @Test
    void aRegionIsAPartBetweenBytesAndCountsInTheFrame() {
        Promise promise = new Promise(1_000);
        FetchResponse response = FetchResponse.builder()
                .responses(List.of(FetchResponse.FetchableTopicResponse.builder()
                        .partitions(List.of(FetchResponse.PartitionData.builder()
                                .records(Payload.of(promise)).build())).build())).build();
        int frame = out.beginFrame();
        response.write(out, FetchResponse.HIGHEST_VERSION);
        out.endFrame(frame);

        Outbound parts = new Outbound();
        out.addTo(parts);
        assertEquals(3, parts.parts());
        assertSame(promise, parts.region(1));
        assertEquals(response.sizeBytes(FetchResponse.HIGHEST_VERSION) + Integer.BYTES, parts.sizeBytes());
        assertEquals(parts.sizeBytes() - Integer.BYTES, written().readInt32(FIELD));
        assertEquals(out.sizeBytes(), parts.sizeBytes());
        assertEquals(parts.lengthBytes(0) + parts.lengthBytes(2), out.bufferedBytes());
    }

    @Test
    void aSecondFrameCountsOnlyItsOwnRegions() {
        int first = out.beginFrame();
        out.writeRecords(false, false, Payload.of(new Promise(500)), FIELD);
        out.endFrame(first);
        int second = out.beginFrame();
        out.writeRecords(false, false, Payload.of(new Promise(70)), FIELD);
        out.endFrame(second);
        WireReader in = written();
        assertEquals(Integer.BYTES + 500, in.readInt32(FIELD));
        assertEquals(500, in.readInt32(FIELD));
        assertEquals(Integer.BYTES + 70, in.readInt32(FIELD));
    }

    @Test
    void aReusedWriterForgetsWhatWasBefore() {
        out.writeRecords(false, false, Payload.of(new Promise(500)), FIELD);
        out.wrap(buffer, 0);
        assertEquals(0, out.sizeBytes());
        Outbound parts = new Outbound();
        out.addTo(parts);
        assertEquals(0, parts.parts());
    }

    @Test
    void numbersOutOfRangeAndLongStringsAreRefusedByName() {
        refused(() -> out.writeUint16(65_536, FIELD));
        refused(() -> out.writeUint16(-1, FIELD));
        refused(() -> out.writeUint32(1L << 32, FIELD));
        refused(() -> out.writeString(true, true, "x".repeat(32_768), FIELD));
        refused(() -> out.writeString(false, true, "\u20ac".repeat(10_923), FIELD));
        refused(() -> out.writeString(false, false, null, FIELD));
        refused(() -> out.writeUuid(null, FIELD));
        assertEquals(0, out.sizeBytes());
    }

    private static void refused(Runnable write) {
        WireEncodingException error = assertThrows(WireEncodingException.class, write::run);
        assertTrue(error.getMessage().startsWith(FIELD + ": "), error.getMessage());
    }

    @Test
    void unknownTagsAreWrittenInOrderAndMayNotBeKnownOnes() {
        UnknownTaggedField three = new UnknownTaggedField(3, BufferSlice.of(new byte[] {1}));
        UnknownTaggedField nine = new UnknownTaggedField(9, BufferSlice.EMPTY);
        assertEquals(1, out.writeUnknownTags(List.of(three, nine), 0, 5, FIELD));
        assertEquals(2, out.writeUnknownTags(List.of(three, nine), 1, Integer.MAX_VALUE, FIELD));
        assertArrayEquals(new byte[] {3, 1, 1, 9, 0}, new BufferSlice(buffer, 0, 5).toByteArray());
        refused(() -> out.writeUnknownTags(List.of(three), 0, 3, FIELD));
    }

    @Test
    void aWriterOverAFixedBufferDoesNotWriteBeyondIt() {
        WireWriter small = new WireWriter().wrap(new UnsafeBuffer(new byte[4]), 0);
        assertThrows(IndexOutOfBoundsException.class, () -> small.writeInt64(1));
    }

    @Test
    void nullAndEmptyArraysDiffer() {
        short version = MetadataRequest.HIGHEST_VERSION;
        MetadataRequest all = MetadataRequest.builder().topics(null).build();
        all.write(out, version);
        assertNull(MetadataRequest.read(written(), version).topics());
        out.wrap(buffer, 0);
        all.toBuilder().topics(List.of()).build().write(out, version);
        assertEquals(List.of(), MetadataRequest.read(written(), version).topics());
    }
}
