package dev.seedlog.specs.wire;

/** Versions from one to another; none if {@code to} is less than {@code from}. */
record Range(int from, int to) {

    static final Range NONE = new Range(0, -1);

    static Range parse(String text) {
        if (text.isEmpty() || text.equals("none")) {
            return NONE;
        }
        if (text.endsWith("+")) {
            return new Range(Integer.parseInt(text.substring(0, text.length() - 1)), Short.MAX_VALUE);
        }
        String[] ends = text.split("-");
        return new Range(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]));
    }

    boolean has(int version) {
        return version >= from && version <= to;
    }
}
