package dev.seedlog.base.config;

/**
 * A name and a value, as somebody wrote them.
 *
 * @param name the key's name; it may be unknown
 * @param value the text of the value
 * @param source who says so: a file and line, an environment variable, an option of the command line
 */
public record ConfigEntry(String name, String value, String source) {
}
