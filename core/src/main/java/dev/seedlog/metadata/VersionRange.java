package dev.seedlog.metadata;

/**
 * Levels of a feature, both ends included.
 *
 * @param min the lowest level
 * @param max the highest level
 */
public record VersionRange(short min, short max) {

    /** A range from {@code min} to {@code max}. */
    public static VersionRange of(int min, int max) {
        return new VersionRange((short) min, (short) max);
    }

    /** Whether a level is within the range. */
    public boolean contains(int level) {
        return level >= min && level <= max;
    }

    @Override
    public String toString() {
        return min + " to " + max;
    }
}
