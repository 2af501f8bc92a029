package dev.seedlog.record;

/** How the records of a batch are compressed: the three lowest bits of its attributes. */
public enum Compression {

    /** Not at all. */
    NONE(0, "none"),
    /** RFC 1952. */
    GZIP(1, "gzip"),
    /** Snappy blocks in the framing of xerial's snappy-java. */
    SNAPPY(2, "snappy"),
    /** The LZ4 frame format, independent blocks. */
    LZ4(3, "lz4"),
    /** RFC 8878 (KIP-110). */
    ZSTD(4, "zstd");

    private static final Compression[] BY_ID = values();

    private final int id;
    private final String configName;

    Compression(int id, String configName) {
        this.id = id;
        this.configName = configName;
    }

    /** The number in a batch's attributes. */
    public int id() {
        return id;
    }

    /** The value of {@code compression.type} that names it. */
    public String configName() {
        return configName;
    }

    /** Whether a number in a batch's attributes means a compression. */
    public static boolean isKnown(int id) {
        return id >= 0 && id < BY_ID.length;
    }

    /**
     * The compression of a number in a batch's attributes.
     *
     * @throws IllegalArgumentException if the number means none: {@link #isKnown} tells beforehand
     */
    public static Compression forId(int id) {
        if (!isKnown(id)) {
            throw new IllegalArgumentException("compression " + id + " does not exist");
        }
        return BY_ID[id];
    }

    /**
     * The compression that {@code compression.type} names ({@code uncompressed} and {@code producer} are the caller's).
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static Compression forConfigName(String name) {
        for (Compression compression : BY_ID) {
            if (compression.configName.equals(name)) {
                return compression;
            }
        }
        throw new IllegalArgumentException("'" + name + "' is not a compression: use none, gzip, snappy, lz4 or zstd");
    }
}
