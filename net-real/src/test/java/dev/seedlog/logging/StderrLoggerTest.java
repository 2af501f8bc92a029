package dev.seedlog.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

class StderrLoggerTest {

    private static final String NEW_LINE = System.lineSeparator();

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Logger logger = LoggerFactory.getLogger("dev.seedlog.log.Segment");
    private LogOutput before;

    @BeforeEach
    void captureLines() {
        before = LogOutput.replace(output(Level.INFO));
    }

    @AfterEach
    void restoreOutput() {
        LogOutput.replace(before);
    }

    @Test
    void theServiceLoaderFindsTheProvider() {
        assertInstanceOf(StderrLogger.class, logger);
    }

    @Test
    void aLineHasTimeLevelNodeLoggerAndMessage() {
        LogOutput.nodeId(7);
        logger.info("rolled {} at {}", "orders-0", 42);
        assertEquals("2026-03-04T05:06:07.089Z INFO  [7] Segment: rolled orders-0 at 42" + NEW_LINE, printed());
    }

    @Test
    void aStackTraceFollowsItsLine() {
        logger.error("cannot write", new IllegalStateException("disk full"));
        assertTrue(printed().startsWith("2026-03-04T05:06:07.089Z ERROR [-] Segment: cannot write" + NEW_LINE
                + "java.lang.IllegalStateException: disk full" + NEW_LINE + "\tat "), printed());
    }

    @Test
    void whatIsBelowTheLevelIsNotPrinted() {
        logger.debug("detail");
        logger.info("news");
        assertTrue(printed().endsWith("news" + NEW_LINE) && !printed().contains("detail"), printed());
        LogOutput.replace(output(Level.ERROR));
        logger.warn("quiet");
        assertTrue(!printed().contains("quiet"), printed());
    }

    @Test
    void aMessageCannotForgeAnotherLine() {
        logger.warn("bad client '{}'", "x\r\n2026 INFO all is well");
        assertEquals(1, printed().lines().count());
    }

    @Test
    void anUnknownLevelFallsBackToInfo() {
        assertEquals(Level.DEBUG, LogOutput.parseLevel(" debug "));
        assertEquals(Level.INFO, LogOutput.parseLevel("loud"));
    }

    private LogOutput output(Level level) {
        Clock clock = Clock.fixed(Instant.parse("2026-03-04T05:06:07.089123Z"), ZoneOffset.UTC);
        return new LogOutput(new PrintStream(bytes, true, StandardCharsets.UTF_8), clock, level, "-");
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
