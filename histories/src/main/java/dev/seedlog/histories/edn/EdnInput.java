package dev.seedlog.histories.edn;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Bytes of a file, as blanks and tokens; it counts lines, and how large a value becomes. */
final class EdnInput {

    /** No more bytes. */
    static final int EOF = -1;
    /** What a token is that is no whole number of 64 bits. */
    static final long NO_LONG = Long.MIN_VALUE;
    /** Stands for a value that is to be ignored. */
    static final Object DISCARDED = new Object();

    /** No operation is as large as this; a file that never ends its first value must not fill the memory. */
    private static final long MAX_VALUE_BYTES = 256L << 20;
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int MAX_TOKEN_BYTES = 4096;
    /** So many digits always fit. */
    private static final int SAFE_DIGITS = 18;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final byte[] token = new byte[MAX_TOKEN_BYTES];
    private int tokenLength;
    private int position;
    private int limit;
    private long line = 1;
    private long values;
    private long consumed;
    private long valueBegan;

    EdnInput(InputStream in) {
        this.in = in;
    }

    long line() {
        return line;
    }

    /** How many values of the file were begun. */
    long values() {
        return values;
    }

    void countValue() {
        values++;
    }

    /** A value of the file begins: its size counts from here. */
    void beginValue() {
        valueBegan = consumed + position;
    }

    /** The next byte, which stays; {@link #EOF} at the end. */
    int peek() throws IOException {
        if (position == limit && !fill()) {
            return EOF;
        }
        return buffer[position] & 0xff;
    }

    /** Takes the next byte. */
    int read() throws IOException {
        if (position == limit && !fill()) {
            throw new EOFException("a value is not complete");
        }
        int c = buffer[position++] & 0xff;
        if (c == '\n') {
            line++;
        }
        return c;
    }

    private boolean fill() throws IOException {
        consumed += limit;
        position = 0;
        limit = Math.max(0, in.read(buffer));
        if (consumed - valueBegan > MAX_VALUE_BYTES) {
            throw new UnreadableHistoryException(line, "a value is larger than " + MAX_VALUE_BYTES + " bytes");
        }
        return limit > 0;
    }

    /** Skips blanks and comments; answers the byte behind them, which stays. */
    int skipBlank() throws IOException {
        while (true) {
            int c = peek();
            if (c == ';') {
                while (c != '\n' && c != EOF) {
                    position++;
                    c = peek();
                }
            } else if (c == '\n') {
                line++;
                position++;
            } else if (c == ' ' || c == ',' || c == '\t' || c == '\r' || c == '\f') {
                position++;
            } else {
                return c;
            }
        }
    }

    /** Takes a token, up to a blank or a delimiter; answers its hash. */
    int scanToken() throws IOException {
        int length = 0;
        int hash = 0;
        int c = peek();
        while (c > ' ' && !isDelimiter(c)) {
            if (length == MAX_TOKEN_BYTES) {
                throw new UnreadableHistoryException(line, "a name is longer than " + MAX_TOKEN_BYTES + " bytes");
            }
            token[length++] = (byte) c;
            hash = 31 * hash + c;
            position++;
            c = peek();
        }
        tokenLength = length;
        return hash;
    }

    private static boolean isDelimiter(int c) {
        return switch (c) {
            case '(', ')', '[', ']', '{', '}', '"', ';', ',' -> true;
            default -> false;
        };
    }

    int tokenLength() {
        return tokenLength;
    }

    String tokenText() {
        return new String(token, 0, tokenLength, StandardCharsets.UTF_8);
    }

    /** Takes a token. */
    String token() throws IOException {
        scanToken();
        return tokenText();
    }

    /** Whether the token is this text, which is ASCII if it is. */
    boolean tokenIs(String text) {
        if (text.length() != tokenLength) {
            return false;
        }
        for (int i = 0; i < tokenLength; i++) {
            if (text.charAt(i) != token[i]) {
                return false;
            }
        }
        return true;
    }

    /** The token as a number, or {@link #NO_LONG} if it is none or perhaps too large. */
    long tokenAsLong() {
        int first = token[0] == '-' || token[0] == '+' ? 1 : 0;
        if (tokenLength == first || tokenLength - first > SAFE_DIGITS) {
            return NO_LONG;
        }
        if (token[first] == '0' && tokenLength - first > 1) {
            return NO_LONG;
        }
        long number = 0;
        for (int i = first; i < tokenLength; i++) {
            int digit = token[i] - '0';
            if (digit < 0 || digit > 9) {
                return NO_LONG;
            }
            number = 10 * number + digit;
        }
        return token[0] == '-' ? -number : number;
    }

    /** Takes the rest of a string, whose first quote is taken. */
    String string() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int c = read();
        while (c != '"') {
            if (c == '\\') {
                escape(bytes);
            } else {
                bytes.write(c);
            }
            c = read();
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private void escape(ByteArrayOutputStream bytes) throws IOException {
        int c = read();
        switch (c) {
            case 't' -> bytes.write('\t');
            case 'r' -> bytes.write('\r');
            case 'n' -> bytes.write('\n');
            case 'b' -> bytes.write('\b');
            case 'f' -> bytes.write('\f');
            case '\\', '"' -> bytes.write(c);
            case 'u' -> {
                int unit = hex4();
                if (Character.isHighSurrogate((char) unit) && peek() == '\\') {
                    read();
                    if (read() != 'u') {
                        throw new UnreadableHistoryException(line, "a string has half a character");
                    }
                    bytes.writeBytes(new String(new char[] {(char) unit, (char) hex4()})
                            .getBytes(StandardCharsets.UTF_8));
                } else {
                    bytes.writeBytes(String.valueOf((char) unit).getBytes(StandardCharsets.UTF_8));
                }
            }
            default -> throw new UnreadableHistoryException(line,
                    "a string has the unknown escape '\\" + (char) c + "'");
        }
    }

    private int hex4() throws IOException {
        int unit = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(read(), 16);
            if (digit < 0) {
                throw new UnreadableHistoryException(line, "a string has a wrong \\u escape");
            }
            unit = 16 * unit + digit;
        }
        return unit;
    }
}
