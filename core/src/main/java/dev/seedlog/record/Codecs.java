package dev.seedlog.record;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * A shard's codecs, each made when it is first used and kept. What reads and what builds batches shares them, one
 * stream at a time for each codec.
 */
public final class Codecs implements AutoCloseable {

    private final CodecInstances instances;
    private final Map<Compression, Decompressor> decompressors = new EnumMap<>(Compression.class);
    private final Map<Compression, Map<Integer, Compressor>> compressors = new EnumMap<>(Compression.class);

    /** Codecs of the chosen implementations. */
    public Codecs(CodecInstances instances) {
        this.instances = instances;
    }


    Decompressor decompressor(Compression compression) {
        Decompressor decompressor = decompressors.get(compression);
        if (decompressor == null) {
            decompressor = newDecompressor(compression);
            decompressors.put(compression, decompressor);
        }
        return decompressor;
    }

    Compressor compressor(Compression compression, int level) {
        Map<Integer, Compressor> byLevel = compressors.get(compression);
        if (byLevel == null) {
            byLevel = new TreeMap<>();
            compressors.put(compression, byLevel);
        }
        Compressor compressor = byLevel.get(level);
        if (compressor == null) {
            compressor = newCompressor(compression, level);
            byLevel.put(level, compressor);
        }
        return compressor;
    }

    private Decompressor newDecompressor(Compression compression) {
        return switch (compression) {
            case GZIP -> new GzipDecompressor();
            case SNAPPY -> new SnappyDecompressor();
            case LZ4 -> new Lz4Decompressor(instances);
            case ZSTD -> new ZstdDecompressor();
            case NONE -> throw new IllegalArgumentException("nothing decompresses what is not compressed");
        };
    }

    private Compressor newCompressor(Compression compression, int level) {
        return switch (compression) {
            case GZIP -> new GzipCompressor(level);
            case SNAPPY -> new SnappyCompressor();
            case LZ4 -> new Lz4Compressor(instances, level);
            case ZSTD -> new ZstdCompressor(level);
            case NONE -> throw new IllegalArgumentException("nothing compresses what shall stay as it is");
        };
    }

    /** Releases native memory. Readers and builders on these codecs must not be used afterwards. */
    @Override
    public void close() {
        for (Decompressor decompressor : decompressors.values()) {
            decompressor.close();
        }
        for (Map<Integer, Compressor> byLevel : compressors.values()) {
            for (Compressor compressor : byLevel.values()) {
                compressor.close();
            }
        }
        decompressors.clear();
        compressors.clear();
    }
}
