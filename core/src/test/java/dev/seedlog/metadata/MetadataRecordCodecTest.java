package dev.seedlog.metadata;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.env.SeededRandom;
import dev.seedlog.wire.WireWriter;
import dev.seedlog.wire.metadata.FeatureLevelRecord;
import dev.seedlog.wire.metadata.UserScramCredentialRecord;
import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class MetadataRecordCodecTest {

    private static final String METADATA_VERSION_30 = "010c00" + "116d657461646174612e76657273696f6e" + "001e" + "00";

    @Test
    void aValueIsFrameVersionTypeVersionAndRecord() {
        MetadataRecord record = MetadataRecord.of(
                FeatureLevelRecord.builder().name("metadata.version").featureLevel((short) 30).build());

        assertEquals(METADATA_VERSION_30, HexFormat.of().formatHex(bytes(record)));
        assertEquals(record, read(METADATA_VERSION_30));
    }

    @Property(tries = 50)
    void everyKindOfRecordIsReadAsItWasWritten(@ForAll long seed) {
        RandomHistory history = new RandomHistory(new SeededRandom(seed));
        for (int i = 0; i < 200; i++) {
            MetadataRecord record = history.next();
            byte[] bytes = bytes(record);
            assertEquals(record, MetadataRecordCodec.read(BufferSlice.of(bytes), i));
        }
    }

    @Test
    void anUnknownTypeIsRefusedByNumberAndOffset() {
        MetadataReplayException refused = assertThrows(MetadataReplayException.class, () -> read("016300"));

        assertEquals(77, refused.offset());
        assertTrue(refused.getMessage().contains("type 99"), refused.getMessage());
        assertTrue(refused.getMessage().contains("offset 77"), refused.getMessage());
    }

    @Test
    void anUnknownVersionIsRefusedByNameAndOffset() {
        String message = assertThrows(MetadataReplayException.class, () -> read("010005")).getMessage();

        assertTrue(message.contains("RegisterBrokerRecord version 5") && message.contains("0 to 4"), message);
    }

    @Test
    void whatIsNoRecordIsRefused() {
        assertThrows(MetadataReplayException.class, () -> read(""));
        assertThrows(MetadataReplayException.class, () -> read("01"));
        assertThrows(MetadataReplayException.class, () -> read("020c00"));
        assertThrows(MetadataReplayException.class, () -> read(METADATA_VERSION_30 + "00"));
        assertThrows(MetadataReplayException.class, () -> read(METADATA_VERSION_30.substring(0, 30)));
        assertThrows(MetadataReplayException.class, () -> read("01ffffffff0f00"));
        assertThrows(MetadataReplayException.class, () -> read("010cffffffff0f"));
    }

    @Test
    void aRecordKeepsItsBytesWhenTheBufferIsUsedAgain() {
        MetadataRecord record = MetadataRecord.of(UserScramCredentialRecord.builder().name("u").mechanism((byte) 1)
                .salt(BufferSlice.of(new byte[] {1, 2})).storedKey(BufferSlice.of(new byte[] {3}))
                .serverKey(BufferSlice.of(new byte[] {4})).iterations(4096).build());
        byte[] buffer = bytes(record);
        MetadataRecord read = MetadataRecordCodec.read(BufferSlice.of(buffer), 0);
        Arrays.fill(buffer, (byte) 0);

        assertArrayEquals(new byte[] {1, 2}, ((UserScramCredentialRecord) read.value()).salt().toByteArray());
    }

    private static byte[] bytes(MetadataRecord record) {
        byte[] bytes = new byte[MetadataRecordCodec.sizeBytes(record)];
        MetadataRecordCodec.write(new WireWriter().wrap(new UnsafeBuffer(bytes), 0), record);
        return bytes;
    }

    private static MetadataRecord read(String hex) {
        return MetadataRecordCodec.read(BufferSlice.of(HexFormat.of().parseHex(hex)), 77);
    }
}
