package dev.seedlog.histories.edn;

import dev.seedlog.histories.Keyword;
import dev.seedlog.histories.Tagged;
import java.io.EOFException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads values one after the other and holds one at a time, so that a history may be larger than the memory. It knows
 * all of the notation; what a history has most of, whole numbers and keywords, costs least.
 *
 * <p>Whole numbers are {@link Long} (or {@link BigInteger} if they are larger), vectors and lists are {@link List},
 * collections keep their order. An own parser, because histories of a million operations are read in seconds, and an
 * error names its line.
 */
final class EdnParser {

    /** What {@link #next} answers when there is no more. */
    static final Object END = new Object();

    /** What stands where a collection ends. */
    private static final Object CLOSED = new Object();
    private static final int MAX_DEPTH = 100;

    private final EdnInput in;
    private final EdnAtoms atoms;
    private boolean withinList;

    EdnParser(EdnInput in) {
        this.in = in;
        this.atoms = new EdnAtoms(in);
    }

    /** The line that is being read, counted from 1. */
    long line() {
        return in.line();
    }

    /**
     * The next value of the file, or {@link #END}. A file that is one list or vector has its elements for values.
     *
     * @throws UnreadableHistoryException if it is cut short, or no such notation
     */
    Object next() throws IOException {
        try {
            return nextTop();
        } catch (EOFException e) {
            throw new UnreadableHistoryException(in.line(), "the history is cut short: " + e.getMessage());
        }
    }

    private Object nextTop() throws IOException {
        in.beginValue();
        int c = in.skipBlank();
        if (c == EdnInput.EOF) {
            if (withinList) {
                throw new EOFException("the vector that it is in never ends");
            }
            return END;
        }
        if (in.values() == 0 && !withinList && (c == '[' || c == '(')) {
            in.read();
            withinList = true;
            return nextTop();
        }
        if (withinList && (c == ']' || c == ')')) {
            in.read();
            withinList = false;
            if (in.skipBlank() != EdnInput.EOF) {
                throw error("there is something behind the end of the vector");
            }
            return END;
        }
        in.countValue();
        Object value = value(0);
        return value == EdnInput.DISCARDED ? nextTop() : value;
    }

    /** A value, or {@link EdnInput#DISCARDED}. */
    private Object value(int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw error("values are nested more than " + MAX_DEPTH + " deep");
        }
        int c = in.skipBlank();
        switch (c) {
            case EdnInput.EOF:
                throw new EOFException("a value is missing");
            case '{':
                in.read();
                return map(depth);
            case '[':
                in.read();
                return list(']', depth);
            case '(':
                in.read();
                return list(')', depth);
            case '#':
                in.read();
                return dispatched(depth);
            case ']':
            case ')':
            case '}':
                throw error("'" + (char) c + "' closes nothing that is open here");
            default:
                return atoms.read(c);
        }
    }

    private Object elementOrClosed(char close, int depth) throws IOException {
        while (true) {
            int c = in.skipBlank();
            if (c == EdnInput.EOF) {
                throw new EOFException("'" + close + "' is missing");
            }
            if (c == close) {
                in.read();
                return CLOSED;
            }
            Object value = value(depth + 1);
            if (value != EdnInput.DISCARDED) {
                return value;
            }
        }
    }

    private List<Object> list(char close, int depth) throws IOException {
        List<Object> all = new ArrayList<>(4);
        Object element = elementOrClosed(close, depth);
        while (element != CLOSED) {
            all.add(element);
            element = elementOrClosed(close, depth);
        }
        return all;
    }

    private Map<Object, Object> map(int depth) throws IOException {
        Map<Object, Object> all = new LinkedHashMap<>();
        Object key = elementOrClosed('}', depth);
        while (key != CLOSED) {
            Object value = elementOrClosed('}', depth);
            if (value == CLOSED) {
                throw error("a map has the key " + key + " without a value");
            }
            if (all.containsKey(key)) {
                throw error("a map has the key " + key + " twice");
            }
            all.put(key, value);
            key = elementOrClosed('}', depth);
        }
        return all;
    }

    private Object dispatched(int depth) throws IOException {
        int c = in.peek();
        if (c == '{') {
            in.read();
            Set<Object> all = new LinkedHashSet<>();
            for (Object element : list('}', depth)) {
                if (!all.add(element)) {
                    throw error("a set has " + element + " twice");
                }
            }
            return all;
        }
        if (c == '_') {
            in.read();
            Object dropped = value(depth + 1);
            while (dropped == EdnInput.DISCARDED) {
                dropped = value(depth + 1);
            }
            return EdnInput.DISCARDED;
        }
        if (c == '#') {
            in.read();
            return atoms.infinity();
        }
        if (!Character.isLetter(c)) {
            throw error("'#' is followed by nothing that it may precede");
        }
        String tag = in.token();
        Object value = value(depth + 1);
        while (value == EdnInput.DISCARDED) {
            value = value(depth + 1);
        }
        return new Tagged(tag, value);
    }

    private UnreadableHistoryException error(String what) {
        return new UnreadableHistoryException(in.line(), what);
    }

    /** Values that contain no others. */
    private static final class EdnAtoms {

        private static final int CACHED_KEYWORDS = 256;

        private final EdnInput in;
        private final Keyword[] keywords = new Keyword[CACHED_KEYWORDS];

        private EdnAtoms(EdnInput in) {
            this.in = in;
        }

        private Object read(int c) throws IOException {
            switch (c) {
                case '"':
                    in.read();
                    return in.string();
                case ':':
                    in.read();
                    return keyword();
                case '\\':
                    in.read();
                    return character();
                default:
                    return c >= '0' && c <= '9' || c == '-' || c == '+' ? numberOrSymbol() : symbol(in.token());
            }
        }

        private Keyword keyword() throws IOException {
            int hash = in.scanToken();
            if (in.tokenLength() == 0) {
                throw error("a colon has no name behind it");
            }
            int slot = hash & CACHED_KEYWORDS - 1;
            Keyword cached = keywords[slot];
            if (cached == null || !in.tokenIs(cached.name())) {
                cached = new Keyword(in.tokenText());
                keywords[slot] = cached;
            }
            return cached;
        }

        private Object numberOrSymbol() throws IOException {
            in.scanToken();
            long small = in.tokenAsLong();
            return small != EdnInput.NO_LONG ? (Object) small : largeNumber(in.tokenText());
        }

        private Object largeNumber(String text) throws IOException {
            boolean digits = text.chars().anyMatch(Character::isDigit);
            if (!digits) {
                return symbol(text);
            }
            try {
                if (text.endsWith("M")) {
                    return new BigDecimal(text.substring(0, text.length() - 1));
                }
                if (text.matches("[+-]?(0|[1-9][0-9]*)N?")) {
                    boolean large = text.endsWith("N");
                    BigInteger number = new BigInteger(large ? text.substring(0, text.length() - 1) : text);
                    return number.bitLength() < Long.SIZE && !large ? (Object) number.longValue() : number;
                }
                if (text.matches("[+-]?(0|[1-9][0-9]*)(\\.[0-9]*)?([eE][+-]?[0-9]+)?")) {
                    return Double.valueOf(text);
                }
            } catch (NumberFormatException e) {
                throw error("'" + text + "' is no number");
            }
            throw error("'" + text + "' is no number");
        }

        private Object symbol(String text) throws IOException {
            return switch (text) {
                case "nil" -> null;
                case "true" -> Boolean.TRUE;
                case "false" -> Boolean.FALSE;
                case "" -> throw error("'" + (char) in.peek() + "' begins no value");
                default -> new Tagged("", text);
            };
        }

        private Object infinity() throws IOException {
            String name = in.token();
            return switch (name) {
                case "Inf" -> Double.POSITIVE_INFINITY;
                case "-Inf" -> Double.NEGATIVE_INFINITY;
                case "NaN" -> Double.NaN;
                default -> throw error("'##" + name + "' is no value");
            };
        }

        private Object character() throws IOException {
            // The first may be a delimiter: \( is a character as well.
            char first = (char) in.read();
            String text = first + in.token();
            return switch (text) {
                case "newline" -> '\n';
                case "space" -> ' ';
                case "tab" -> '\t';
                case "return" -> '\r';
                default -> {
                    if (text.length() == 1) {
                        yield first;
                    }
                    if (text.matches("u[0-9a-fA-F]{4}")) {
                        yield (char) Integer.parseInt(text.substring(1), 16);
                    }
                    throw error("'\\" + text + "' is no character");
                }
            };
        }

        private UnreadableHistoryException error(String what) {
            return new UnreadableHistoryException(in.line(), what);
        }
    }
}
