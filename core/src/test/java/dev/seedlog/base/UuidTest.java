package dev.seedlog.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class UuidTest {

    @Property
    void theTextIsUrlSafeBase64AndReadsBack(@ForAll long high, @ForAll long low) {
        Uuid id = new Uuid(high, low);
        byte[] bytes = ByteBuffer.allocate(16).putLong(high).putLong(low).array();
        assertEquals(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes), id.toString());
        assertEquals(id, Uuid.parse(id.toString()));
    }

    @Property
    void theOrderIsThatOfUnsignedBytes(@ForAll long high, @ForAll long low, @ForAll long otherHigh,
                                          @ForAll long otherLow) {
        byte[] bytes = ByteBuffer.allocate(16).putLong(high).putLong(low).array();
        byte[] others = ByteBuffer.allocate(16).putLong(otherHigh).putLong(otherLow).array();
        int expected = Integer.signum(java.util.Arrays.compareUnsigned(bytes, others));
        assertEquals(expected, Integer.signum(new Uuid(high, low).compareTo(new Uuid(otherHigh, otherLow))));
    }

    @Test
    void thoseThatKafkaReservesAreKnown() {
        assertEquals("AAAAAAAAAAAAAAAAAAAAAA", Uuid.ZERO.toString());
        assertEquals("AAAAAAAAAAAAAAAAAAAAAQ", Uuid.METADATA_TOPIC_ID.toString());
        assertTrue(Uuid.ZERO.isZero());
        assertTrue(!Uuid.METADATA_TOPIC_ID.isZero() && !new Uuid(1, 0).isZero());
    }

    @Test
    void whatIsNotAnIdIsRefused() {
        for (String text : new String[] {"", "AAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAAA",
            "AAAAAAAAAAAAAAAAAAAA+A",
            "AAAAAAAAAAAAAAAAAAAAAB", "AAAAAAAAAA AAAAAAAAAAA"}) {
            IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> Uuid.parse(text));
            assertTrue(refused.getMessage().contains("'" + text + "'"));
        }
    }
}
