package dev.seedlog.broker.config;

import java.util.List;

/** Configuration values as clients see them. */
final class ConfigTexts {

    private ConfigTexts() {
    }

    /** The text of a parsed value; null stays null. */
    static String of(Object value) {
        if (value instanceof List<?> items) {
            StringBuilder text = new StringBuilder();
            for (Object item : items) {
                text.append(text.length() == 0 ? "" : ",").append(item);
            }
            return text.toString();
        }
        return value == null ? null : value.toString();
    }
}
