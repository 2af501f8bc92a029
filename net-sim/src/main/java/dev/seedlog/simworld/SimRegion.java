package dev.seedlog.simworld;

import dev.seedlog.env.FileRegion;
import org.agrona.MutableDirectBuffer;

/** A range of a file. Using it after its last reference was dropped is an error that the simulator shows. */
final class SimRegion implements FileRegion {

    private final SimShard shard;
    private final SimFile file;
    private final String path;
    private final long position;
    private final int length;
    private final long generation;
    private int references = 1;

    SimRegion(SimShard shard, SimFile file, String path, long position, int length) {
        this.shard = shard;
        this.file = file;
        this.path = path;
        this.position = position;
        this.length = length;
        this.generation = file.truncations();
    }

    @Override
    public int sizeBytes() {
        return length;
    }

    @Override
    public boolean valid() {
        return file.truncations() == generation;
    }

    @Override
    public int read(int from, MutableDirectBuffer target, int offset, int count) {
        checkHeld();
        if (from < 0 || count < 0 || from > length - count) {
            throw new IllegalArgumentException(count + " bytes at " + from + " are not within a region of " + length);
        }
        if (!valid()) {
            return 0;
        }
        SimDisk disk = shard.process().machine().disk();
        disk.faults().beforeRead(path);
        disk.reading(file, position + from, count);
        return file.read(position + from, target, offset, count);
    }

    @Override
    public void retain() {
        checkHeld();
        references++;
    }

    @Override
    public void release() {
        checkHeld();
        references--;
    }

    private void checkHeld() {
        if (references <= 0) {
            throw new IllegalStateException("a region of " + path + " is used after its last release");
        }
    }
}
