package dev.seedlog.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class HostPortTest {

    @Test
    void namesAndAddressesAreRead() {
        assertEquals(new HostPort("localhost", 9092), HostPort.parse("localhost:9092"));
        assertEquals(new HostPort("", 0), HostPort.parse(":0"));
        assertEquals(new HostPort("::1", 65_535), HostPort.parse("[::1]:65535"));
    }

    @Test
    void whatIsWrittenReadsBack() {
        for (HostPort address : new HostPort[] {new HostPort("broker-1.example", 1), new HostPort("fe80::1", 2)}) {
            assertEquals(address, HostPort.parse(address.toString()));
        }
    }

    @Test
    void whatIsNotAnAddressIsRefusedByName() {
        for (String text : new String[] {"localhost", "localhost:", "localhost:x", "localhost:65536", "localhost:-1",
            "::1:9092", ""}) {
            IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> HostPort.parse(text));
            String named = text.substring(0, Math.max(0, text.lastIndexOf(':')));
            assertTrue(refused.getMessage().contains(named), refused.getMessage());
        }
    }
}
