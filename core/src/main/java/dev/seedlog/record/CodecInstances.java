package dev.seedlog.record;

import net.jpountz.lz4.LZ4Factory;
import net.jpountz.xxhash.XXHashFactory;

/**
 * Which implementation of a codec is used where there are several that produce different bytes. Nothing of a library is
 * loaded before its codec is used.
 */
public final class CodecInstances {

    private final boolean pureJava;

    private CodecInstances(boolean pureJava) {
        this.pureJava = pureJava;
    }

    /** The implementations whose bytes are the same on every machine: for the simulator. */
    public static CodecInstances pureJava() {
        return new CodecInstances(true);
    }

    /** The fastest that this machine has. */
    public static CodecInstances fastest() {
        return new CodecInstances(false);
    }

    LZ4Factory lz4() {
        return pureJava ? LZ4Factory.safeInstance() : LZ4Factory.fastestInstance();
    }

    XXHashFactory xxHash() {
        return pureJava ? XXHashFactory.safeInstance() : XXHashFactory.fastestInstance();
    }
}
