package dev.seedlog.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class WireReaderTest {

    private static final String FIELD = "Test.field";

    private static WireReader bytes(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        return new WireReader().wrap(new UnsafeBuffer(bytes), 0, bytes.length);
    }

    private static void refused(String expected, Runnable read) {
        WireFormatException error = assertThrows(WireFormatException.class, read::run);
        assertTrue(error.getMessage().startsWith(FIELD + " at byte "), error.getMessage());
        assertTrue(error.getMessage().contains(expected), error.getMessage());
    }

    @Test
    void anErrorNamesFieldAndPosition() {
        WireReader in = bytes("00000001 0002");
        in.readInt32(FIELD);
        WireFormatException error = assertThrows(WireFormatException.class, () -> in.readInt32("Test.other"));
        assertEquals("Test.other at byte 4: needs 4 bytes, and 2 are left", error.getMessage());
    }

    @Test
    void lengthsAreComparedWithWhatIsLeft() {
        refused("needs 32767 bytes, and 1 are left", () -> bytes("7fff 61").readString(false, true, FIELD));
        refused("needs 2147483647 bytes", () -> bytes("7fffffff").readBytes(false, true, FIELD));
        refused("needs 5 bytes, and 0 are left", () -> bytes("06").readRecords(true, true, FIELD));
        refused("2147483647 elements do not fit", () -> bytes("7fffffff").readInt32List(false, true, FIELD));
        refused("2 elements do not fit", () -> bytes("03 00000001 000000").readInt32List(true, true, FIELD));
        refused("a tagged field of 3 bytes is longer", () -> bytes("03 0000").beginTag(FIELD));
        refused("2 tagged fields do not fit", () -> bytes("02 0000 00").readTagCount(FIELD));
    }

    @Test
    void negativeLengthsOtherThanThatOfNullAreRefused() {
        assertNull(bytes("ffff").readString(false, true, FIELD));
        assertNull(bytes("00").readString(true, true, FIELD));
        refused("is null, which this version does not allow", () -> bytes("ffff").readString(false, false, FIELD));
        refused("is null, which this version does not allow", () -> bytes("00").readBytes(true, false, FIELD));
        refused("length -2 is negative", () -> bytes("fffe").readString(false, true, FIELD));
        refused("length -2147483648 is negative", () -> bytes("80000000").readCount(false, true, 1, FIELD));
    }

    @Test
    void varintsAreBounded() {
        refused("a varint is longer than 5 bytes", () -> bytes("ffffffffff01").readUnsignedVarint(FIELD));
        refused("length 4294967294 is too large", () -> bytes("ffffffff0f").readBytes(true, true, FIELD));
        refused("tag 4294967295 is too large", () -> bytes("ffffffff0f").readTag(FIELD));
        refused("a tagged field of 4294967295 bytes", () -> bytes("ffffffff0f").beginTag(FIELD));
    }

    @Test
    void aStringLongerThanTheProtocolKnowsIsRefused() {
        byte[] frame = new byte[40_000];
        // The varint of 32,769, which is the length 32,768 plus one.
        frame[0] = (byte) 0x81;
        frame[1] = (byte) 0x80;
        frame[2] = 0x02;
        refused("is longer than 32767", () -> new WireReader().wrap(new UnsafeBuffer(frame), 0, frame.length)
                .readString(true, true, FIELD));
    }

    @Test
    void nothingIsReadBeyondATaggedFieldNorLeftOfIt() {
        WireReader beyond = bytes("01 0000");
        beyond.beginTag(FIELD);
        refused("needs 2 bytes, and 1 are left", () -> beyond.readInt16(FIELD));
        WireReader left = bytes("02 0000");
        int outer = left.beginTag(FIELD);
        left.readInt8(FIELD);
        refused("a tagged field is 1 bytes longer than its value", () -> left.endTag(outer, FIELD));
    }

    @Test
    void bytesAreViewsOfTheFrame() {
        UnsafeBuffer frame = new UnsafeBuffer(HexFormat.of().parseHex("0000000361626364"));
        var slice = new WireReader().wrap(frame, 0, 8).readBytes(false, false, FIELD);
        assertEquals(frame, slice.buffer());
        assertEquals(4, slice.offset());
        assertEquals(3, slice.lengthBytes());
    }

    @Test
    void malformedUtf8BecomesReplacementCharacters() {
        assertEquals("a\ufffdb", bytes("0003 61ff62").readString(false, false, FIELD));
    }
}
