package dev.seedlog.base.config;

/**
 * A broker key from which a topic key takes its value if the topic has none.
 *
 * @param name the broker key
 * @param factor what its number is multiplied with: 3,600,000 from hours to milliseconds
 */
public record ConfigSynonym(String name, long factor) {

    /** Reads {@code name} or {@code name*factor}. */
    static ConfigSynonym parse(String text) {
        int star = text.indexOf('*');
        return star < 0 ? new ConfigSynonym(text, 1)
                : new ConfigSynonym(text.substring(0, star), Long.parseLong(text.substring(star + 1)));
    }
}
