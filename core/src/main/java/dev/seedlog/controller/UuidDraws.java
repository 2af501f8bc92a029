package dev.seedlog.controller;

import dev.seedlog.base.Uuid;
import dev.seedlog.env.RandomSource;
import dev.seedlog.metadata.DirectoryIds;

/** Draws ids in the form of random UUIDs (RFC 9562, version 4). */
public final class UuidDraws {

    private static final long VERSION_MASK = 0xF000L;
    private static final long VERSION_4 = 0x4000L;
    private static final long VARIANT_MASK = 0xC000_0000_0000_0000L;
    private static final long VARIANT_RFC = 0x8000_0000_0000_0000L;

    private UuidDraws() {
    }

    /**
     * An id that is not reserved and whose text does not begin with a dash, which command lines would take for an
     * option.
     */
    public static Uuid draw(RandomSource random) {
        while (true) {
            long high = random.nextLong() & ~VERSION_MASK | VERSION_4;
            long low = random.nextLong() & ~VARIANT_MASK | VARIANT_RFC;
            Uuid id = new Uuid(high, low);
            if (!DirectoryIds.isReserved(id) && !id.toString().startsWith("-")) {
                return id;
            }
        }
    }
}
