package dev.seedlog.generator;

import java.util.Locale;

/** Names of one style from names of another. */
final class Names {

    private Names() {
    }

    /** {@code ListOffsets} to {@code LIST_OFFSETS}. */
    static String constant(String camelCase) {
        return camelCase.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
    }

    static String without(String name, String suffix) {
        return name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : name;
    }
}
