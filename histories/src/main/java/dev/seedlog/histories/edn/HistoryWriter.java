package dev.seedlog.histories.edn;

import dev.seedlog.histories.Extras;
import dev.seedlog.histories.Op;
import dev.seedlog.histories.OpSink;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Writes histories, a line for an operation. Keys of maps come in a fixed order and pairs are vectors, so equal
 * histories have equal bytes, and other checkers read them.
 */
public final class HistoryWriter implements OpSink, Closeable {

    private final EdnOutput out;
    private final ValueEncoder values;

    /** Writes to a stream, which is closed with this. */
    public HistoryWriter(OutputStream out) {
        this.out = new EdnOutput(out);
        this.values = new ValueEncoder(this.out);
    }

    /**
     * Writes an operation.
     *
     * @throws UncheckedIOException if that fails
     */
    @Override
    public void accept(Op op) {
        try {
            write(op);
            out.raw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(Op op) throws IOException {
        out.ascii("{:process ");
        if (op.isNemesis()) {
            out.ascii(":nemesis");
        } else {
            out.number(op.process());
        }
        out.ascii(", :type :").ascii(op.type().word()).ascii(", :f :").utf8(op.f().name()).ascii(", :value ");
        values.write(op.value());
        out.ascii(", :index ").number(op.index()).ascii(", :time ").number(op.timeNanos());
        Extras extras = op.extras();
        for (int i = 0; i < extras.size(); i++) {
            out.ascii(", :").utf8(extras.name(i)).raw(' ');
            values.data(extras.value(i));
        }
        out.raw('}');
    }

    /** Hands everything to the stream. */
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    /** An operation as its line has it, for people. */
    public static String text(Op op) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        HistoryWriter writer = new HistoryWriter(bytes);
        try {
            writer.write(op);
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
