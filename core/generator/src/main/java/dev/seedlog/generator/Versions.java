package dev.seedlog.generator;

/**
 * A range of versions.
 *
 * @param lowest the first
 * @param highest the last, {@link #OPEN} if the range has no end; lower than {@code lowest} if it is empty
 */
record Versions(int lowest, int highest) {

    static final int OPEN = Short.MAX_VALUE;
    static final Versions NONE = new Versions(0, -1);

    /**
     * Reads "none", "3", "3-7" or "3+".
     *
     * @throws IllegalArgumentException if it is none of these
     */
    static Versions parse(String text) {
        String trimmed = text.trim();
        if (trimmed.equals("none")) {
            return NONE;
        }
        if (!trimmed.matches("\\d{1,4}(\\+|-\\d{1,4})?")) {
            throw new IllegalArgumentException("'" + text + "' is not a range of versions");
        }
        if (trimmed.endsWith("+")) {
            return new Versions(Integer.parseInt(trimmed.substring(0, trimmed.length() - 1)), OPEN);
        }
        int dash = trimmed.indexOf('-');
        int lowest = Integer.parseInt(dash < 0 ? trimmed : trimmed.substring(0, dash));
        int highest = Integer.parseInt(trimmed.substring(dash + 1));
        if (highest < lowest) {
            throw new IllegalArgumentException("'" + text + "' ends before it begins");
        }
        return new Versions(lowest, highest);
    }

    boolean isEmpty() {
        return highest < lowest;
    }

    boolean contains(Versions other) {
        return other.isEmpty() || lowest <= other.lowest && highest >= other.highest;
    }

    Versions intersect(Versions other) {
        Versions both = new Versions(Math.max(lowest, other.lowest), Math.min(highest, other.highest));
        return both.isEmpty() ? NONE : both;
    }

    /** The smallest range that has both. */
    Versions span(Versions other) {
        if (isEmpty() || other.isEmpty()) {
            return isEmpty() ? other : this;
        }
        return new Versions(Math.min(lowest, other.lowest), Math.max(highest, other.highest));
    }

    /** The Java condition for a variable {@code version}, known to be in {@code possible}, to be in this range. */
    String condition(Versions possible) {
        Versions both = intersect(possible);
        if (both.isEmpty()) {
            return "false";
        }
        boolean from = both.lowest > possible.lowest;
        boolean to = both.highest < possible.highest;
        if (from && to) {
            return both.lowest == both.highest ? "version == " + both.lowest
                    : "version >= " + both.lowest + " && version <= " + both.highest;
        }
        if (from) {
            return "version >= " + both.lowest;
        }
        return to ? "version <= " + both.highest : "true";
    }

    @Override
    public String toString() {
        if (isEmpty()) {
            return "none";
        }
        if (highest == OPEN) {
            return lowest + "+";
        }
        return lowest == highest ? String.valueOf(lowest) : lowest + "-" + highest;
    }
}
