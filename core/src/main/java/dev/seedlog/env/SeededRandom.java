package dev.seedlog.env;

/**
 * A stream of pseudo-random numbers that depends on nothing but its seed: SplitMix64 (Steele, Lea and Flood, "Fast
 * splittable pseudorandom number generators", OOPSLA 2014). Good enough for jitter, ids and simulation; not for
 * secrets.
 */
public final class SeededRandom implements RandomSource {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final long FNV_OFFSET = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;

    private final long seed;
    private long state;

    /** The stream of a seed. */
    public SeededRandom(long seed) {
        this.seed = seed;
        this.state = seed;
    }

    @Override
    public long nextLong() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    @Override
    public int nextInt(int bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("bound " + bound + " is not positive");
        }
        // Rejection keeps every value exactly as likely.
        int bits = (int) (nextLong() >>> 33);
        int value = bits % bound;
        while (bits - value + (bound - 1) < 0) {
            bits = (int) (nextLong() >>> 33);
            value = bits % bound;
        }
        return value;
    }

    @Override
    public RandomSource fork(String stream) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < stream.length(); i++) {
            hash = (hash ^ stream.charAt(i)) * FNV_PRIME;
        }
        return new SeededRandom(mix(seed ^ mix(hash)));
    }

    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
