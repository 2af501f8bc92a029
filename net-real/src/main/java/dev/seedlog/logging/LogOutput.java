package dev.seedlog.logging;

import java.io.PrintStream;
import java.time.Clock;
import java.util.Locale;
import org.slf4j.event.Level;

/**
 * Where lines go, which of them, and whose they are. The level is that of {@code -Dseedlog.log.level}, else of the
 * environment's {@code SEEDLOG_LOG_LEVEL}, else {@code info}.
 */
public final class LogOutput {

    private static final String LEVEL_PROPERTY = "seedlog.log.level";
    private static final String LEVEL_VARIABLE = "SEEDLOG_LOG_LEVEL";

    private static volatile LogOutput current = new LogOutput(System.err, Clock.systemUTC(), configuredLevel(), "-");

    private final PrintStream out;
    private final Clock clock;
    private final Level level;
    private final String nodeId;

    LogOutput(PrintStream out, Clock clock, Level level, String nodeId) {
        this.out = out;
        this.clock = clock;
        this.level = level;
        this.nodeId = nodeId;
    }

    /** From now on, lines carry this node's number. */
    public static void nodeId(int nodeId) {
        LogOutput before = current;
        current = new LogOutput(before.out, before.clock, before.level, Integer.toString(nodeId));
    }

    static LogOutput current() {
        return current;
    }

    /** Replaces the output; tests put the old one back. */
    static LogOutput replace(LogOutput output) {
        LogOutput before = current;
        current = output;
        return before;
    }

    static Level parseLevel(String name) {
        try {
            return Level.valueOf(name.strip().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            System.err.println("there is no log level '" + name + "': trace, debug, info, warn or error; info is used");
            return Level.INFO;
        }
    }

    private static Level configuredLevel() {
        String name = System.getProperty(LEVEL_PROPERTY);
        if (name == null) {
            name = System.getenv(LEVEL_VARIABLE);
        }
        return name == null || name.isBlank() ? Level.INFO : parseLevel(name);
    }

    boolean accepts(Level wanted) {
        return wanted.toInt() >= level.toInt();
    }

    /** Prints one line, and the stack trace behind it, as one write: lines of several threads do not mix. */
    void print(Level lineLevel, String loggerName, String message, Throwable thrown) {
        String line = LogLine.format(clock.instant(), lineLevel, nodeId, loggerName, message, thrown);
        out.print(line);
        out.flush();
    }
}
