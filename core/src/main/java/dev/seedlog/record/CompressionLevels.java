package dev.seedlog.record;

/**
 * How hard each codec that has levels tries ({@code compression.gzip.level} and its like, KIP-390).
 *
 * @param gzip 1 to 9, or -1 for zlib's default
 * @param lz4 1 to 17; the default, 9, means the fast compressor
 * @param zstd -131072 to 22
 */
public record CompressionLevels(int gzip, int lz4, int zstd) {

    /** The default of {@code compression.gzip.level}. */
    public static final int GZIP_DEFAULT = -1;
    /** The default of {@code compression.lz4.level}. */
    public static final int LZ4_DEFAULT = 9;
    /** The default of {@code compression.zstd.level}. */
    public static final int ZSTD_DEFAULT = 3;

    /** The defaults of Kafka. */
    public static final CompressionLevels DEFAULT = new CompressionLevels(GZIP_DEFAULT, LZ4_DEFAULT, ZSTD_DEFAULT);

    private static final int GZIP_HIGHEST = 9;
    private static final int LZ4_HIGHEST = 17;
    private static final int ZSTD_LOWEST = -131_072;
    private static final int ZSTD_HIGHEST = 22;

    /** Checks the ranges. */
    public CompressionLevels {
        if (gzip != GZIP_DEFAULT) {
            check("compression.gzip.level", gzip, 1, GZIP_HIGHEST);
        }
        check("compression.lz4.level", lz4, 1, LZ4_HIGHEST);
        check("compression.zstd.level", zstd, ZSTD_LOWEST, ZSTD_HIGHEST);
    }

    private static void check(String name, int value, int lowest, int highest) {
        if (value < lowest || value > highest) {
            throw new IllegalArgumentException(name + " is " + value + ", not between " + lowest + " and " + highest);
        }
    }

    /** The level of one codec; 0 if it has none. */
    public int of(Compression compression) {
        return switch (compression) {
            case GZIP -> gzip;
            case LZ4 -> lz4;
            case ZSTD -> zstd;
            case NONE, SNAPPY -> 0;
        };
    }
}
