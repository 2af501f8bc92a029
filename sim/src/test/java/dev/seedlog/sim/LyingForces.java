package dev.seedlog.sim;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.env.DirectoryEntry;
import dev.seedlog.env.Disk;
import dev.seedlog.env.DiskDone;
import dev.seedlog.env.DiskFile;
import dev.seedlog.env.DiskLock;
import dev.seedlog.env.FileRegion;
import dev.seedlog.env.ForceDone;
import dev.seedlog.env.NodeControl;
import dev.seedlog.env.NodeProgram;
import dev.seedlog.env.OpenMode;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.ShardProgram;
import dev.seedlog.env.Timers;
import java.util.List;
import org.agrona.MutableDirectBuffer;

/** A node on a disk that says of partitions' segments that they are forced and does nothing. */
final class LyingForces implements NodeProgram {

    private static final String TOPICS = "/topic-";

    private final NodeProgram node;

    LyingForces(NodeProgram node) {
        this.node = node;
    }

    @Override
    public ShardProgram createShard(ShardEnv env, NodeControl control) {
        return node.createShard(new ShardEnv(env.clock(), env.timers(), env.random(), env.network(),
                new LyingDisk(env.disk(), env.timers()), env.shards(), env.faults(), env.probes()), control);
    }

    private record LyingDisk(Disk disk, Timers timers) implements Disk {
        @Override
        public DiskFile open(String path, OpenMode mode) {
            DiskFile file = disk.open(path, mode);
            return path.contains(TOPICS) && path.endsWith(".log") ? new LyingFile(file, timers) : file;
        }

        @Override
        public List<DirectoryEntry> list(String directory) {
            return disk.list(directory);
        }

        @Override
        public boolean exists(String path) {
            return disk.exists(path);
        }

        @Override
        public void createDirectories(String directory) {
            disk.createDirectories(directory);
        }

        @Override
        public void rename(String from, String to) {
            disk.rename(from, to);
        }

        @Override
        public void delete(String path) {
            disk.delete(path);
        }

        @Override
        public void forceDirectory(String directory, DiskDone done) {
            disk.forceDirectory(directory, done);
        }

        @Override
        public long usableBytes(String directory) {
            return disk.usableBytes(directory);
        }

        @Override
        public String bootId() {
            return disk.bootId();
        }

        @Override
        public DiskLock tryLock(String path) {
            return disk.tryLock(path);
        }
    }

    private record LyingFile(DiskFile file, Timers timers) implements DiskFile {
        @Override
        public String path() {
            return file.path();
        }

        @Override
        public long size() {
            return file.size();
        }

        @Override
        public int read(long position, MutableDirectBuffer target, int offset, int length) {
            return file.read(position, target, offset, length);
        }

        @Override
        public void write(long position, BufferSlice[] parts, int count) {
            file.write(position, parts, count);
        }

        @Override
        public void truncate(long size) {
            file.truncate(size);
        }

        @Override
        public long truncationGeneration() {
            return file.truncationGeneration();
        }

        @Override
        public void force(ForceDone done) {
            long generation = file.truncationGeneration();
            long end = file.size();
            timers.create("a lie", () -> done.onForced(generation, end, null)).startIn(0);
        }

        @Override
        public FileRegion region(long position, int length) {
            return file.region(position, length);
        }

        @Override
        public void prefetch(FileRegion region, DiskDone done) {
            file.prefetch(region, done);
        }

        @Override
        public void close() {
            file.close();
        }
    }
}
