package dev.seedlog.histories;

/**
 * A value of a kind that only its writer knows.
 *
 * @param tag the kind's name; a symbol that stands alone has an empty one
 * @param value as it is written
 */
public record Tagged(String tag, Object value) {
}
