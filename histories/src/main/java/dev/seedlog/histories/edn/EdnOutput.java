package dev.seedlog.histories.edn;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Text on its way to a file, without an object for each piece. */
final class EdnOutput implements Closeable {

    private static final int BUFFER_BYTES = 1 << 16;
    private static final int LONGEST_NUMBER = 20;

    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final byte[] digits = new byte[LONGEST_NUMBER];
    private int length;

    EdnOutput(OutputStream out) {
        this.out = out;
    }

    EdnOutput ascii(String text) throws IOException {
        for (int i = 0; i < text.length(); i++) {
            raw(text.charAt(i));
        }
        return this;
    }

    EdnOutput raw(int c) throws IOException {
        if (length == BUFFER_BYTES) {
            flush();
        }
        buffer[length++] = (byte) c;
        return this;
    }

    EdnOutput number(long number) throws IOException {
        if (number == Long.MIN_VALUE) {
            return ascii(Long.toString(number));
        }
        if (number < 0) {
            raw('-');
        }
        long rest = Math.abs(number);
        int at = LONGEST_NUMBER;
        do {
            digits[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
        while (at < LONGEST_NUMBER) {
            raw(digits[at++]);
        }
        return this;
    }

    EdnOutput utf8(String text) throws IOException {
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            raw(b);
        }
        return this;
    }

    EdnOutput string(String text) throws IOException {
        raw('"');
        int plainFrom = 0;
        for (int i = 0; i < text.length(); i++) {
            String escape = escape(text.charAt(i));
            if (escape != null) {
                utf8(text.substring(plainFrom, i)).ascii(escape);
                plainFrom = i + 1;
            }
        }
        return utf8(text.substring(plainFrom)).raw('"');
    }

    private static String escape(char c) {
        return switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> null;
        };
    }

    void flush() throws IOException {
        out.write(buffer, 0, length);
        length = 0;
        out.flush();
    }

    @Override
    public void close() throws IOException {
        flush();
        out.close();
    }
}
