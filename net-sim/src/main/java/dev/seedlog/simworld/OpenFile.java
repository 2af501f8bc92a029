package dev.seedlog.simworld;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.env.DiskDone;
import dev.seedlog.env.DiskException;
import dev.seedlog.env.DiskException.Kind;
import dev.seedlog.env.DiskFile;
import dev.seedlog.env.FileRegion;
import dev.seedlog.env.ForceDone;
import org.agrona.MutableDirectBuffer;

/** A file that a shard has open. */
final class OpenFile implements DiskFile {

    private final ShardDisk owner;
    private final SimDisk disk;
    private final SimFile file;
    private final String path;
    private final boolean writable;
    private final long truncationsBefore;
    private boolean closed;

    OpenFile(ShardDisk owner, SimFile file, String path, boolean writable) {
        this.owner = owner;
        this.disk = owner.disk();
        this.file = file;
        this.path = path;
        this.writable = writable;
        this.truncationsBefore = file.truncations();
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public long size() {
        checkOpen();
        return file.size();
    }

    @Override
    public int read(long position, MutableDirectBuffer target, int offset, int length) {
        checkOpen();
        if (position < 0 || length < 0) {
            throw new IllegalArgumentException("cannot read " + length + " bytes at " + position + " of " + path);
        }
        owner.shard().note(Trace.Kind.READ, position, length);
        disk.faults().beforeRead(path);
        disk.reading(file, position, length);
        return file.read(position, target, offset, length);
    }

    @Override
    public void write(long position, BufferSlice[] parts, int count) {
        checkWritable();
        int length = 0;
        for (int i = 0; i < count; i++) {
            length = Math.addExact(length, parts[i].lengthBytes());
        }
        if (position < 0) {
            throw new IllegalArgumentException("cannot write at " + position + " of " + path);
        }
        long fits = file.size() + disk.freeBytes() - position;
        boolean fails = disk.faults().failsWrite(path);
        int written = fails ? disk.prefixOf(length) : (int) Math.max(0, Math.min(length, fits));
        if (written > 0) {
            long place = disk.faults().place(path, position, written, file.size());
            writeJournaled(place, parts, written);
            if (place != position && position + written > file.size()) {
                // The file has grown all the same; what should be there is not.
                BufferSlice[] zeros = {BufferSlice.of(new byte[(int) (position + written - file.size())])};
                writeJournaled(file.size(), zeros, zeros[0].lengthBytes());
            }
        }
        if (written < length || fails) {
            if (!fails) {
                disk.faults().full();
            }
            throw new DiskException(fails ? Kind.IO_ERROR : Kind.NO_SPACE, path, "cannot write", null);
        }
    }

    private void writeJournaled(long position, BufferSlice[] parts, int length) {
        long sizeBefore = file.size();
        int overwritten = (int) Math.max(0, Math.min(length, sizeBefore - position));
        byte[] before = overwritten > 0 ? file.bytes(position, overwritten) : new byte[0];
        owner.shard().journal().add(new UndoWrite(disk, file, position, length, sizeBefore, before));
        int done = 0;
        for (int i = 0; done < length; i++) {
            int part = Math.min(length - done, parts[i].lengthBytes());
            owner.shard().note(Trace.Kind.WRITE, position + done, parts[i].buffer(), parts[i].offset(), part);
            file.write(position + done, parts[i].buffer(), parts[i].offset(), part);
            done += part;
        }
        disk.used(file.size() - sizeBefore);
    }

    @Override
    public void truncate(long size) {
        checkWritable();
        if (size < 0 || size > file.size()) {
            throw new IllegalArgumentException("cannot truncate " + path + " of " + file.size() + " bytes to " + size);
        }
        owner.shard().note(Trace.Kind.TRUNCATE, size, file.size());
        long cut = file.size() - size;
        long number = disk.nextOperation();
        SimFile.Truncation before = file.truncate(size);
        disk.used(-cut);
        owner.shard().journal().add(new TurnJournal.Step(number, file) {
            @Override
            void undo(int keepBytes) {
                file.untruncate(before);
                disk.used(cut);
            }
        });
    }

    @Override
    public long truncationGeneration() {
        return file.truncations() - truncationsBefore;
    }

    @Override
    public void force(ForceDone done) {
        checkOpen();
        long generation = truncationGeneration();
        long end = file.size();
        long baseline = file.beginForce();
        owner.shard().note(Trace.Kind.FORCE, end, generation);
        owner.whenReleased(() -> {
            DiskException failure = owner.failureOfForce(path);
            if (failure == null) {
                file.forced(baseline);
            } else {
                file.forceFailed(baseline);
            }
            return () -> done.onForced(generation, end, failure);
        });
    }

    @Override
    public FileRegion region(long position, int length) {
        checkOpen();
        if (position < 0 || length < 0 || position > file.size() - length) {
            throw new IllegalArgumentException(length + " bytes at " + position + " are not within " + path + " of "
                    + file.size());
        }
        return new SimRegion(owner.shard(), file, path, position, length);
    }

    @Override
    public void prefetch(FileRegion region, DiskDone done) {
        checkOpen();
        region.retain();
        owner.whenReleased(() -> {
            region.release();
            DiskException failure = owner.failureOfRead(path);
            return () -> done.onDone(failure);
        });
    }

    @Override
    public void close() {
        closed = true;
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException(path + " is closed");
        }
    }

    private void checkWritable() {
        checkOpen();
        if (!writable) {
            throw new DiskException(Kind.ACCESS_DENIED, path, "it was opened for reading", null);
        }
    }

    /** Takes a write back, or what of it lies behind a cut. */
    private static final class UndoWrite extends TurnJournal.Step {
        private final SimDisk disk;
        private final SimFile file;
        private final long position;
        private final int length;
        private final long sizeBefore;
        private final byte[] before;

        private UndoWrite(SimDisk disk, SimFile file, long position, int length, long sizeBefore, byte[] before) {
            super(disk.nextOperation(), file);
            this.disk = disk;
            this.file = file;
            this.position = position;
            this.length = length;
            this.sizeBefore = sizeBefore;
            this.before = before;
        }

        @Override
        int lengthBytes() {
            return length;
        }

        @Override
        void undo(int keepBytes) {
            if (keepBytes < before.length) {
                file.write(position + keepBytes, before, keepBytes, before.length - keepBytes);
            }
            long sizeNow = file.size();
            file.shrink(Math.min(sizeNow, keepBytes == 0 ? sizeBefore : Math.max(sizeBefore, position + keepBytes)));
            disk.used(file.size() - sizeNow);
        }
    }
}
