package dev.seedlog.histories;

/**
 * A name that stands for itself, written with a colon.
 *
 * @param name without the colon
 */
public record Keyword(String name) {

    @Override
    public String toString() {
        return ":" + name;
    }
}
