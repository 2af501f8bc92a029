package dev.seedlog.histories.edn;

import dev.seedlog.histories.Op;
import dev.seedlog.histories.OpSink;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Reads histories, one operation after the other: of a long one, only what is open is held in memory. */
public final class HistoryReader {

    private HistoryReader() {
    }

    /**
     * Reads a history to its end.
     *
     * @param sink hears each operation, once it is known to be allowed where it stands
     * @return how many operations there are
     * @throws UnreadableHistoryException if it is no history, naming the line; the sink has heard what is in front of
     *     it
     * @throws IOException if it cannot be read
     */
    public static long read(InputStream in, OpSink sink) throws IOException {
        EdnParser parser = new EdnParser(new EdnInput(in));
        HistoryRules rules = new HistoryRules();
        long count = 0;
        try {
            Object parsed = parser.next();
            while (parsed != EdnParser.END) {
                Op op = OpDecoder.decode(parsed);
                rules.check(op, parser.line());
                sink.accept(op);
                count++;
                parsed = parser.next();
            }
            rules.finish();
            return count;
        } catch (BadShapeException e) {
            throw new UnreadableHistoryException(parser.line(), e.getMessage());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
