package dev.seedlog.histories.edn;

import dev.seedlog.histories.Keyword;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Asks parsed values to be what they should be. */
final class Shape {

    private static final int MAX_SHOWN = 80;

    private Shape() {
    }

    static long number(Object value, String what) {
        if (value instanceof Long number) {
            return number;
        }
        throw new BadShapeException(what + " should be a whole number and is " + text(value));
    }

    static long numberOrNil(Object value, long nil, String what) {
        return value == null ? nil : notNegative(value, what);
    }

    static long notNegative(Object value, String what) {
        long number = number(value, what);
        if (number < 0) {
            throw new BadShapeException(what + " is negative: " + number);
        }
        return number;
    }

    static int key(Object value, String what) {
        long number = number(value, what);
        if (number < 0 || number > Integer.MAX_VALUE) {
            throw new BadShapeException(what + " should be a number from 0 to " + Integer.MAX_VALUE + " and is "
                    + number);
        }
        return (int) number;
    }

    static boolean flag(Object value, String what) {
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw new BadShapeException(what + " should be true or false and is " + text(value));
    }

    static String string(Object value, String what) {
        if (value instanceof String string) {
            return string;
        }
        throw new BadShapeException(what + " should be a string and is " + text(value));
    }

    static String keyword(Object value, String what) {
        if (value instanceof Keyword keyword) {
            return keyword.name();
        }
        throw new BadShapeException(what + " should be a keyword and is " + text(value));
    }

    static List<?> list(Object value, String what) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw new BadShapeException(what + " should be a vector and is " + text(value));
    }

    static List<?> pair(Object value, String what) {
        List<?> list = list(value, what);
        if (list.size() != 2) {
            throw new BadShapeException(what + " should have two elements and is " + text(value));
        }
        return list;
    }

    static Map<?, ?> map(Object value, String what) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new BadShapeException(what + " should be a map and is " + text(value));
    }

    static List<Long> numbers(Collection<?> values, String what) {
        return values.stream().map(value -> number(value, what)).toList();
    }

    static List<Long> keys(Collection<?> values, String what) {
        return values.stream().map(value -> (long) key(value, what)).toList();
    }

    /** A map with exactly these keys, or some of them. */
    static Map<?, ?> fields(Object value, String what, String... names) {
        Map<?, ?> map = map(value, what);
        for (Object key : map.keySet()) {
            if (!(key instanceof Keyword keyword) || !List.of(names).contains(keyword.name())) {
                throw new BadShapeException(what + " has the unknown key " + text(key));
            }
        }
        return map;
    }

    static Object field(Map<?, ?> map, String name) {
        Keyword key = new Keyword(name);
        if (!map.containsKey(key)) {
            throw new BadShapeException(key + " is missing in " + text(map));
        }
        return map.get(key);
    }

    static Object fieldOrNil(Map<?, ?> map, String name) {
        return map.get(new Keyword(name));
    }

    static String text(Object value) {
        String text = value == null ? "nil" : String.valueOf(value);
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
    }
}
