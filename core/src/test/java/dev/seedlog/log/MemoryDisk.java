package dev.seedlog.log;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.env.DirectoryEntry;
import dev.seedlog.env.Disk;
import dev.seedlog.env.DiskDone;
import dev.seedlog.env.DiskException;
import dev.seedlog.env.DiskFile;
import dev.seedlog.env.DiskLock;
import dev.seedlog.env.FileRegion;
import dev.seedlog.env.ForceDone;
import dev.seedlog.env.OpenMode;
import dev.seedlog.env.RandomSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.agrona.MutableDirectBuffer;

/**
 * A disk for the log's own tests: files in memory, and for each what a power cut would leave of it. Its forces end when
 * {@link #complete()} is called. A power cut keeps, drops or tears each sector that was not forced, and keeps or undoes
 * each new name that was not.
 */
public final class MemoryDisk implements Disk {

    private static final int SECTOR = 512;

    /** What a name stands for: what the page cache shows, and what is on the platter. */
    private static final class Inode {
        private byte[] cached = new byte[0];
        private byte[] durable = new byte[0];
    }

    private record NameChange(String directory, String removed, String added, Inode inode) {
    }

    private final TreeMap<String, Inode> files = new TreeMap<>();
    private final TreeMap<String, Inode> durableFiles = new TreeMap<>();
    private final TreeSet<String> directories = new TreeSet<>();
    private final List<NameChange> changes = new ArrayList<>();
    private final ArrayDeque<Runnable> completions = new ArrayDeque<>();
    private final TreeSet<String> locked = new TreeSet<>();
    private int process;
    private int boots;
    private long operations;

    /** Operations that are still allowed before each fails; negative: any number. */
    long operationsUntilFailure = -1;
    /** Bytes that a failing write leaves behind. */
    int bytesOfFailingWrite;
    DiskException.Kind failure = DiskException.Kind.IO_ERROR;
    boolean bootIdKnown = true;
    boolean failForces;
    boolean failPrefetches;
    int prefetches;
    boolean failReads;

    /** The process died within a disk operation. */
    static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Whether the failing operation kills the process instead. */
    boolean killsAtFailure;

    /** Writes, truncations, names made, changed and removed so far. */
    long operations() {
        return operations;
    }

    /** Ends the forces that were asked for before. */
    int complete() {
        int count = completions.size();
        for (int i = 0; i < count && !completions.isEmpty(); i++) {
            completions.removeFirst().run();
        }
        return count;
    }

    /** The process dies: what it wrote stays, what it had asked for is not heard of any more. */
    void kill() {
        process++;
        completions.clear();
        locked.clear();
        operationsUntilFailure = -1;
        killsAtFailure = false;
        failForces = false;
        failReads = false;
    }

    /** The power fails: of what was not forced, anything may be left. */
    void cutPower(RandomSource random) {
        boots++;
        kill();
        for (NameChange change : changes) {
            if (random.nextInt(2) == 0) {
                apply(change);
            }
        }
        changes.clear();
        files.clear();
        files.putAll(durableFiles);
        for (Inode inode : new ArrayList<>(files.values())) {
            inode.durable = torn(inode, random);
            inode.cached = inode.durable.clone();
        }
    }

    private static byte[] torn(Inode inode, RandomSource random) {
        int size = random.nextInt(2) == 0 ? inode.cached.length : inode.durable.length;
        byte[] left = new byte[size];
        boolean keepsMost = random.nextInt(2) == 0;
        for (int at = 0; at < size; at += SECTOR) {
            int end = Math.min(size, at + SECTOR);
            int choice = random.nextInt(keepsMost ? 12 : 3);
            int middle = choice == 1 ? at + random.nextInt(end - at) : choice == 0 ? at : end;
            copy(inode.cached, left, at, middle);
            copy(inode.durable, left, middle, end);
        }
        return left;
    }

    private static void copy(byte[] from, byte[] to, int at, int end) {
        for (int i = at; i < end; i++) {
            to[i] = i < from.length ? from[i] : 0;
        }
    }

    private void apply(NameChange change) {
        if (change.removed != null) {
            durableFiles.remove(change.removed);
        }
        if (change.added != null) {
            durableFiles.put(change.added, change.inode);
        }
    }

    private void change(String removed, String added, Inode inode) {
        String of = added == null ? removed : added;
        changes.add(new NameChange(parent(of), removed, added, inode));
    }

    private void count(String path, String what) {
        operations++;
        if (operationsUntilFailure == 0) {
            if (killsAtFailure) {
                throw new Killed();
            }
            throw new DiskException(failure, path, what, null);
        }
        if (operationsUntilFailure > 0) {
            operationsUntilFailure--;
        }
    }

    private static String parent(String path) {
        return path.substring(0, path.lastIndexOf('/'));
    }

    @Override
    public DiskFile open(String path, OpenMode mode) {
        Inode inode = files.get(path);
        if (inode == null) {
            if (mode == OpenMode.READ || mode == OpenMode.READ_WRITE || !directories.contains(parent(path))) {
                throw new DiskException(DiskException.Kind.NOT_FOUND, path, "open", null);
            }
            count(path, "create");
            inode = new Inode();
            files.put(path, inode);
            change(null, path, inode);
        } else if (mode == OpenMode.CREATE_NEW) {
            throw new DiskException(DiskException.Kind.ALREADY_EXISTS, path, "open", null);
        }
        return new OpenFile(path, inode);
    }

    @Override
    public List<DirectoryEntry> list(String directory) {
        TreeMap<String, Boolean> names = new TreeMap<>();
        String prefix = directory + "/";
        for (String path : files.keySet()) {
            if (path.startsWith(prefix)) {
                String rest = path.substring(prefix.length());
                int slash = rest.indexOf('/');
                names.put(slash < 0 ? rest : rest.substring(0, slash), slash >= 0);
            }
        }
        for (String path : directories) {
            if (path.startsWith(prefix)) {
                String rest = path.substring(prefix.length());
                int slash = rest.indexOf('/');
                names.put(slash < 0 ? rest : rest.substring(0, slash), true);
            }
        }
        List<DirectoryEntry> entries = new ArrayList<>();
        names.forEach((name, isDirectory) -> entries.add(new DirectoryEntry(name, isDirectory)));
        return entries;
    }

    @Override
    public boolean exists(String path) {
        return files.containsKey(path) || directories.contains(path);
    }

    @Override
    public void createDirectories(String directory) {
        String path = directory;
        while (!path.isEmpty()) {
            directories.add(path);
            path = parent(path);
        }
    }

    @Override
    public void rename(String from, String to) {
        count(from, "rename");
        if (directories.remove(from)) {
            directories.add(to);
            for (String path : new ArrayList<>(files.keySet())) {
                if (path.startsWith(from + "/")) {
                    String moved = to + path.substring(from.length());
                    files.put(moved, files.remove(path));
                    Inode durable = durableFiles.remove(path);
                    if (durable != null) {
                        durableFiles.put(moved, durable);
                    }
                }
            }
            changes.removeIf(change -> change.directory.equals(from));
            return;
        }
        Inode inode = files.remove(from);
        if (inode == null) {
            throw new DiskException(DiskException.Kind.NOT_FOUND, from, "rename", null);
        }
        files.put(to, inode);
        change(from, to, inode);
    }

    @Override
    public void delete(String path) {
        count(path, "delete");
        if (!directories.remove(path)) {
            if (files.remove(path) == null) {
                throw new DiskException(DiskException.Kind.NOT_FOUND, path, "delete", null);
            }
            change(path, null, null);
        }
    }

    @Override
    public void forceDirectory(String directory, DiskDone done) {
        List<NameChange> covered = new ArrayList<>();
        for (NameChange change : changes) {
            if (change.directory.equals(directory)) {
                covered.add(change);
            }
        }
        boolean fails = failForces;
        later(() -> {
            if (!fails) {
                changes.removeAll(covered);
                covered.forEach(this::apply);
            }
            done.onDone(fails ? new DiskException(DiskException.Kind.FORCE_FAILED, directory, "force", null) : null);
        });
    }

    private void later(Runnable completion) {
        completions.add(completion);
    }

    @Override
    public long usableBytes(String directory) {
        return Long.MAX_VALUE;
    }

    @Override
    public String bootId() {
        return bootIdKnown ? "boot " + boots : "";
    }

    @Override
    public DiskLock tryLock(String path) {
        open(path, OpenMode.CREATE).close();
        if (!locked.add(path)) {
            return null;
        }
        return () -> locked.remove(path);
    }

    /** What a file holds, as the page cache shows it. */
    byte[] content(String path) {
        return files.get(path).cached.clone();
    }

    /** Has the operation after so many others fail, and those behind it. */
    public void operationsUntilFailure(long count) {
        operationsUntilFailure = count;
    }

    /** Makes a file, or changes it, behind everybody's back. */
    public void put(String path, byte[] content) {
        createDirectories(parent(path));
        Inode inode = files.computeIfAbsent(path, name -> new Inode());
        inode.cached = content.clone();
        inode.durable = content.clone();
        durableFiles.put(path, inode);
    }

    /** All files below a directory. */
    public Map<String, byte[]> all(String directory) {
        Map<String, byte[]> result = new TreeMap<>();
        files.forEach((path, inode) -> {
            if (path.startsWith(directory + "/")) {
                result.put(path, inode.cached.clone());
            }
        });
        return result;
    }

    private final class OpenFile implements DiskFile {
        private final String path;
        private final Inode inode;
        private final int openedBy = process;
        private long generation;

        private OpenFile(String path, Inode inode) {
            this.path = path;
            this.inode = inode;
        }

        @Override
        public String path() {
            return path;
        }

        @Override
        public long size() {
            return inode.cached.length;
        }

        @Override
        public int read(long position, MutableDirectBuffer target, int offset, int length) {
            if (failReads) {
                throw new DiskException(DiskException.Kind.IO_ERROR, path, "read", null);
            }
            int count = (int) Math.max(0, Math.min(length, inode.cached.length - position));
            if (count > 0) {
                target.putBytes(offset, inode.cached, (int) position, count);
            }
            return count;
        }

        @Override
        public void write(long position, BufferSlice[] parts, int count) {
            int length = 0;
            for (int i = 0; i < count; i++) {
                length += parts[i].lengthBytes();
            }
            byte[] bytes = new byte[length];
            int at = 0;
            for (int i = 0; i < count; i++) {
                parts[i].buffer().getBytes(parts[i].offset(), bytes, at, parts[i].lengthBytes());
                at += parts[i].lengthBytes();
            }
            if (operationsUntilFailure == 0) {
                put(position, Arrays.copyOf(bytes, Math.min(bytesOfFailingWrite, length)));
            }
            count(path, "write");
            put(position, bytes);
        }

        private void put(long position, byte[] bytes) {
            if (position + bytes.length > inode.cached.length) {
                inode.cached = Arrays.copyOf(inode.cached, (int) position + bytes.length);
            }
            System.arraycopy(bytes, 0, inode.cached, (int) position, bytes.length);
        }

        @Override
        public void truncate(long size) {
            if (size > inode.cached.length) {
                throw new IllegalArgumentException(path + " is shorter than " + size);
            }
            count(path, "truncate");
            inode.cached = Arrays.copyOf(inode.cached, (int) size);
            generation++;
        }

        @Override
        public long truncationGeneration() {
            return generation;
        }

        @Override
        public void force(ForceDone done) {
            byte[] covered = inode.cached.clone();
            long asked = generation;
            boolean fails = failForces;
            if (openedBy != process) {
                throw new IllegalStateException("a dead process forces " + path);
            }
            later(() -> {
                if (!fails) {
                    inode.durable = covered;
                }
                done.onForced(asked, covered.length,
                        fails ? new DiskException(DiskException.Kind.FORCE_FAILED, path, "force", null) : null);
            });
        }

        @Override
        public FileRegion region(long position, int length) {
            if (position < 0 || length < 0 || position + length > inode.cached.length) {
                throw new IllegalArgumentException("bytes " + position + " to " + (position + length) + " of " + path);
            }
            return new Region(position, length, generation);
        }

        @Override
        public void prefetch(FileRegion region, DiskDone done) {
            prefetches++;
            boolean fails = failPrefetches;
            later(() -> done.onDone(
                    fails ? new DiskException(DiskException.Kind.IO_ERROR, path, "prefetch", null) : null));
        }

        @Override
        public void close() {
        }

        private final class Region implements FileRegion {
            private final long position;
            private final int length;
            private final long made;

            private Region(long position, int length, long made) {
                this.position = position;
                this.length = length;
                this.made = made;
            }

            @Override
            public int sizeBytes() {
                return length;
            }

            @Override
            public boolean valid() {
                return made == generation;
            }

            @Override
            public int read(int from, MutableDirectBuffer target, int offset, int count) {
                return OpenFile.this.read(position + from, target, offset, Math.min(count, length - from));
            }

            @Override
            public void retain() {
            }

            @Override
            public void release() {
            }
        }
    }
}
