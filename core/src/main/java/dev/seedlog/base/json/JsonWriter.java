package dev.seedlog.base.json;

import java.util.List;
import java.util.Map;

/** Writes JSON as it is shortest, members in their order. */
public final class JsonWriter {

    private static final String HEX = "0123456789abcdef";

    private JsonWriter() {
    }

    /**
     * The text of a value as {@link JsonObject} describes it.
     *
     * @throws IllegalArgumentException if the value is of another kind, or is a number that JSON cannot say
     */
    public static String write(Object value) {
        StringBuilder out = new StringBuilder();
        append(out, value);
        return out.toString();
    }

    private static void append(StringBuilder out, Object value) {
        if (value == null || value instanceof Boolean || value instanceof Long || value instanceof Integer
                || value instanceof Short) {
            out.append(value);
        } else if (value instanceof Double number && Double.isFinite(number)) {
            out.append(number.doubleValue());
        } else if (value instanceof String text) {
            appendText(out, text);
        } else if (value instanceof List<?> list) {
            String separator = "[";
            for (Object element : list) {
                append(out.append(separator), element);
                separator = ",";
            }
            out.append(list.isEmpty() ? "[]" : "]");
        } else if (value instanceof JsonObject object) {
            String separator = "{";
            for (Map.Entry<String, Object> member : object.members().entrySet()) {
                appendText(out.append(separator), member.getKey());
                append(out.append(':'), member.getValue());
                separator = ",";
            }
            out.append(object.members().isEmpty() ? "{}" : "}");
        } else {
            throw new IllegalArgumentException("JSON cannot say " + value);
        }
    }

    private static void appendText(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ') {
                        out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xF));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
