package dev.seedlog.base.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;

/** What the text of a configuration value stands for. Values are read as Kafka reads them: trimmed, lists by comma. */
public enum ConfigType {
    /** Nobody here knows. */
    UNKNOWN(0, "anything"),
    /** {@code true} or {@code false}, in any case. */
    BOOLEAN(1, "true or false"),
    /** Text. */
    STRING(2, "text"),
    /** 32 bits. */
    INT(3, "an int"),
    /** 16 bits. */
    SHORT(4, "a short"),
    /** 64 bits. */
    LONG(5, "a long"),
    /** A floating point number, not NaN. */
    DOUBLE(6, "a number"),
    /** Texts divided by commas: none empty, none twice. */
    LIST(7, "a list"),
    /** The name of a Java class. */
    CLASS(8, "the name of a class"),
    /** Text that is never shown. */
    PASSWORD(9, "a password");

    private final byte id;
    private final String description;

    ConfigType(int id, String description) {
        this.id = (byte) id;
        this.description = description;
    }

    /** The type's number in a DescribeConfigs response (KIP-569). */
    public byte id() {
        return id;
    }

    /** The type in words, with its article. */
    public String description() {
        return description;
    }

    /** Whether values are numbers. */
    public boolean isNumber() {
        return this == INT || this == SHORT || this == LONG || this == DOUBLE;
    }

    /**
     * Reads a value.
     *
     * @return a Boolean, Integer, Short, Long, Double, String or unmodifiable list of strings
     * @throws IllegalArgumentException if the text is none of this type
     */
    public Object parse(String text) {
        String trimmed = text.strip();
        switch (this) {
            case BOOLEAN:
                return parseBoolean(trimmed);
            case INT:
                return Integer.valueOf(trimmed);
            case SHORT:
                return Short.valueOf(trimmed);
            case LONG:
                return Long.valueOf(trimmed);
            case DOUBLE:
                return parseDouble(trimmed);
            case LIST:
                return parseList(trimmed);
            case PASSWORD, UNKNOWN:
                return text;
            default:
                return trimmed;
        }
    }

    private static Boolean parseBoolean(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (!lower.equals("true") && !lower.equals("false")) {
            throw new IllegalArgumentException("neither true nor false");
        }
        return lower.equals("true");
    }

    private static Double parseDouble(String text) {
        double value = Double.parseDouble(text);
        if (Double.isNaN(value)) {
            throw new IllegalArgumentException("not a number");
        }
        return value;
    }

    private static List<String> parseList(String text) {
        List<String> items = new ArrayList<>();
        if (!text.isEmpty()) {
            for (String item : text.split(",", -1)) {
                items.add(item.strip());
            }
        }
        if (items.contains("") || new LinkedHashSet<>(items).size() != items.size()) {
            throw new IllegalArgumentException("an item is empty or there twice");
        }
        return Collections.unmodifiableList(items);
    }
}
