package dev.seedlog.simworld;

import dev.seedlog.env.RandomSource;

/** Usual questions to a random source. */
final class Draws {

    private static final int PERMILLE = 1000;

    private Draws() {
    }

    /** A number from {@code least} to {@code most}, both included. */
    static long between(RandomSource random, long least, long most) {
        if (most <= least) {
            return least;
        }
        long span = most - least + 1;
        if (span > 0 && span <= Integer.MAX_VALUE) {
            return least + random.nextInt((int) span);
        }
        return least + Long.remainderUnsigned(random.nextLong(), span);
    }

    /** Whether something happens that has this many chances in a thousand; nothing is drawn for 0 and 1000. */
    static boolean chance(RandomSource random, int permille) {
        return permille > 0 && (permille >= PERMILLE || random.nextInt(PERMILLE) < permille);
    }
}
