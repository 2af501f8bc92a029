package dev.seedlog.logging;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.slf4j.event.Level;

/** The form of a line: time in UTC with milliseconds, level, node, logger, message; a stack trace follows. */
final class LogLine {

    private static final int NANOS_PER_MILLI = 1_000_000;
    private static final int LEVEL_WIDTH = 5;

    private LogLine() {
    }

    static String format(Instant at, Level level, String nodeId, String loggerName, String message, Throwable thrown) {
        StringBuilder line = new StringBuilder(128);
        appendTime(line, at.atZone(ZoneOffset.UTC));
        line.append(' ').append(level);
        line.append(" ".repeat(LEVEL_WIDTH - level.toString().length()));
        line.append(" [").append(nodeId).append("] ");
        line.append(loggerName, loggerName.lastIndexOf('.') + 1, loggerName.length());
        // One event is one line: what came from outside must not be able to forge another.
        line.append(": ").append(message == null ? "null" : message.replace("\r", "\\r").replace("\n", "\\n"));
        line.append(System.lineSeparator());
        if (thrown != null) {
            StringWriter trace = new StringWriter();
            thrown.printStackTrace(new PrintWriter(trace, true));
            line.append(trace);
        }
        return line.toString();
    }

    /** By hand: a formatter costs a start more than all its lines. */
    private static void appendTime(StringBuilder line, ZonedDateTime at) {
        appendPadded(line, at.getYear(), 4).append('-');
        appendPadded(line, at.getMonthValue(), 2).append('-');
        appendPadded(line, at.getDayOfMonth(), 2).append('T');
        appendPadded(line, at.getHour(), 2).append(':');
        appendPadded(line, at.getMinute(), 2).append(':');
        appendPadded(line, at.getSecond(), 2).append('.');
        appendPadded(line, at.getNano() / NANOS_PER_MILLI, 3).append('Z');
    }

    private static StringBuilder appendPadded(StringBuilder line, int number, int width) {
        String digits = Integer.toString(number);
        return line.append("0".repeat(Math.max(0, width - digits.length()))).append(digits);
    }
}
