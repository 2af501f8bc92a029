package dev.seedlog.base.json;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads JSON as RFC 8259 defines it, and nothing more: no comments, no duplicate names, no text behind the value, no
 * nesting that could exhaust the stack.
 */
public final class JsonReader {

    private static final int MAX_DEPTH = 32;

    private final String text;
    private int position;

    private JsonReader(String text) {
        this.text = text;
    }

    /**
     * Reads a text that is one object.
     *
     * @throws JsonException if it is not
     */
    public static JsonObject readObject(String text) {
        Object value = read(text);
        if (!(value instanceof JsonObject object)) {
            throw new JsonException("not a JSON object");
        }
        return object;
    }

    /**
     * Reads a text that is one value, see {@link JsonObject}.
     *
     * @throws JsonException if it is not
     */
    public static Object read(String text) {
        JsonReader reader = new JsonReader(text);
        Object value = reader.value(0);
        reader.skipSpace();
        if (reader.position < text.length()) {
            throw reader.bad("there is text behind the value");
        }
        return value;
    }

    private Object value(int depth) {
        if (depth > MAX_DEPTH) {
            throw bad("it is nested more than " + MAX_DEPTH + " deep");
        }
        skipSpace();
        char c = peek();
        return switch (c) {
            case '{' -> object(depth);
            case '[' -> list(depth);
            case '"' -> string();
            case 't' -> literal("true", Boolean.TRUE);
            case 'f' -> literal("false", Boolean.FALSE);
            case 'n' -> literal("null", null);
            default -> number();
        };
    }

    private JsonObject object(int depth) {
        JsonObject object = new JsonObject();
        position++;
        skipSpace();
        if (peek() == '}') {
            position++;
            return object;
        }
        while (true) {
            skipSpace();
            if (peek() != '"') {
                throw bad("a name is expected");
            }
            String name = string();
            if (object.has(name)) {
                throw bad("'" + name + "' is there twice");
            }
            skipSpace();
            expect(':');
            object.put(name, value(depth + 1));
            skipSpace();
            if (peek() == '}') {
                position++;
                return object;
            }
            expect(',');
        }
    }

    private List<Object> list(int depth) {
        List<Object> list = new ArrayList<>();
        position++;
        skipSpace();
        if (peek() == ']') {
            position++;
            return list;
        }
        while (true) {
            list.add(value(depth + 1));
            skipSpace();
            if (peek() == ']') {
                position++;
                return list;
            }
            expect(',');
        }
    }

    private String string() {
        StringBuilder out = new StringBuilder();
        position++;
        while (true) {
            char c = next();
            if (c == '"') {
                return out.toString();
            } else if (c < ' ') {
                throw bad("a control character in a text");
            }
            out.append(c == '\\' ? escaped() : c);
        }
    }

    private char escaped() {
        char c = next();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw bad("an unknown escape");
        };
    }

    private char unicode() {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            char c = next();
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw bad("four hexadecimal digits are expected");
            }
            code = code << 4 | digit;
        }
        return (char) code;
    }

    private Object literal(String word, Object value) {
        if (!text.startsWith(word, position)) {
            throw bad("a value is expected");
        }
        position += word.length();
        return value;
    }

    private Object number() {
        int start = position;
        if (peek() == '-') {
            position++;
        }
        boolean leadingZero = peek() == '0';
        int digits = digits();
        if (digits == 0 || (leadingZero && digits > 1)) {
            throw bad("a value is expected");
        }
        boolean whole = true;
        if (position < text.length() && text.charAt(position) == '.') {
            position++;
            whole = false;
            requireDigits();
        }
        if (position < text.length() && (text.charAt(position) == 'e' || text.charAt(position) == 'E')) {
            position++;
            whole = false;
            if (peek() == '+' || peek() == '-') {
                position++;
            }
            requireDigits();
        }
        String number = text.substring(start, position);
        try {
            return whole ? (Object) Long.valueOf(number) : (Object) Double.valueOf(number);
        } catch (NumberFormatException e) {
            throw bad("a number of more than 64 bits");
        }
    }

    private void requireDigits() {
        if (digits() == 0) {
            throw bad("a digit is expected");
        }
    }

    private int digits() {
        int start = position;
        while (position < text.length() && text.charAt(position) >= '0' && text.charAt(position) <= '9') {
            position++;
        }
        return position - start;
    }

    private void skipSpace() {
        while (position < text.length() && " \t\r\n".indexOf(text.charAt(position)) >= 0) {
            position++;
        }
    }

    private void expect(char wanted) {
        if (peek() != wanted) {
            throw bad("'" + wanted + "' is expected");
        }
        position++;
    }

    private char peek() {
        if (position >= text.length()) {
            throw bad("it ends too early");
        }
        return text.charAt(position);
    }

    private char next() {
        char c = peek();
        position++;
        return c;
    }

    private JsonException bad(String why) {
        return new JsonException("not JSON at character " + (position + 1) + ": " + why);
    }
}
