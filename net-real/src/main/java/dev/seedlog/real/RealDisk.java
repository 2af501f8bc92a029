package dev.seedlog.real;

import dev.seedlog.env.DirectoryEntry;
import dev.seedlog.env.Disk;
import dev.seedlog.env.DiskDone;
import dev.seedlog.env.DiskException;
import dev.seedlog.env.DiskException.Kind;
import dev.seedlog.env.DiskFile;
import dev.seedlog.env.DiskLock;
import dev.seedlog.env.OpenMode;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The operating system's files, for one shard. */
final class RealDisk implements Disk {

    private final DiskLanes lanes;
    private final OpenFiles openFiles;
    private final Inbox inbox;
    private final NioViews views = new NioViews();
    private final List<Runnable> staged = new ArrayList<>();
    /** The newest force of each directory that is not done. */
    private final Map<String, DirectoryForce> directoryForces = new HashMap<>();

    RealDisk(DiskLanes lanes, OpenFiles openFiles, Inbox inbox) {
        this.lanes = lanes;
        this.openFiles = openFiles;
        this.inbox = inbox;
    }

    @Override
    public DiskFile open(String path, OpenMode mode) {
        Path at = pathOf(path);
        // Whoever wants to write is refused by the system itself.
        if (mode == OpenMode.READ && Files.isDirectory(at)) {
            throw new DiskException(Kind.IO_ERROR, path, "opening failed, it is a directory", null);
        }
        try {
            FileChannel channel = FileChannel.open(at, optionsOf(mode));
            RealDiskFile file = new RealDiskFile(this, path, channel, lanes.assign());
            openFiles.add(file);
            return file;
        } catch (IOException e) {
            throw DiskErrors.of(path, "opening", e);
        }
    }

    private static Set<OpenOption> optionsOf(OpenMode mode) {
        return switch (mode) {
            case READ -> Set.of(StandardOpenOption.READ);
            case READ_WRITE -> Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE);
            case CREATE -> Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
            case CREATE_NEW -> Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        };
    }

    @Override
    public List<DirectoryEntry> list(String directory) {
        List<DirectoryEntry> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(pathOf(directory))) {
            for (Path entry : stream) {
                entries.add(new DirectoryEntry(entry.getFileName().toString(), Files.isDirectory(entry)));
            }
        } catch (DirectoryIteratorException e) {
            throw DiskErrors.of(directory, "listing", e.getCause());
        } catch (IOException e) {
            throw DiskErrors.of(directory, "listing", e);
        }
        entries.sort(Comparator.comparing(DirectoryEntry::name));
        return entries;
    }

    @Override
    public boolean exists(String path) {
        return Files.exists(pathOf(path));
    }

    @Override
    public void createDirectories(String directory) {
        try {
            Files.createDirectories(pathOf(directory));
        } catch (IOException e) {
            throw DiskErrors.of(directory, "creating the directory", e);
        }
    }

    @Override
    public void rename(String from, String to) {
        try {
            Files.move(pathOf(from), pathOf(to), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw DiskErrors.of(from, "renaming to " + to, e);
        }
    }

    @Override
    public void delete(String path) {
        try {
            Files.delete(pathOf(path));
        } catch (IOException e) {
            throw DiskErrors.of(path, "deleting", e);
        }
    }

    @Override
    public void forceDirectory(String directory, DiskDone done) {
        DirectoryForce under = directoryForces.get(directory);
        if (under == null || !under.join(done)) {
            DirectoryForce force = new DirectoryForce(pathOf(directory), directory, done);
            directoryForces.put(directory, force);
            later(lanes.assign(directory), () -> {
                DiskException failure = force.run();
                completed(() -> {
                    directoryForces.remove(directory, force);
                    force.tell(failure);
                });
            });
        }
    }

    @Override
    public long usableBytes(String directory) {
        File at = pathOf(directory).toFile();
        long usable = at.getUsableSpace();
        if (usable == 0 && !at.exists()) {
            throw new DiskException(Kind.NOT_FOUND, directory, "asking for the usable bytes failed", null);
        }
        // A file system of more than 2^63 bytes wraps.
        return usable < 0 ? Long.MAX_VALUE : usable;
    }

    @Override
    public String bootId() {
        return BootId.OF_THIS_MACHINE;
    }

    @Override
    public DiskLock tryLock(String path) {
        try {
            RealDiskLock lock = RealDiskLock.tryLock(pathOf(path), openFiles);
            if (lock != null) {
                openFiles.add(lock);
            }
            return lock;
        } catch (IOException e) {
            throw DiskErrors.of(path, "locking", e);
        }
    }

    private static Path pathOf(String path) {
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            throw new DiskException(Kind.IO_ERROR, path, "this cannot be a path", e);
        }
    }

    NioViews views() {
        return views;
    }

    /** Work for a lane; it begins when the turn is over, so that it can never end within it. */
    void later(int lane, Runnable work) {
        staged.add(() -> lanes.force(lane, work));
    }

    /** Reading for a lane; it begins when the turn is over as well. */
    void prefetch(int lane, Runnable work) {
        staged.add(() -> lanes.prefetch(lane, work));
    }

    /** A helper thread is done; the shard hears of it in its disk phase. */
    void completed(Runnable tell) {
        inbox.post(tell);
    }

    void forget(RealDiskFile file) {
        openFiles.remove(file);
    }

    /** Tells what was completed. */
    void deliver() {
        inbox.run();
    }

    boolean hasCompletions() {
        return !inbox.isEmpty();
    }

    /** The turn is over: its forces begin. */
    void release() {
        for (Runnable work : staged) {
            work.run();
        }
        staged.clear();
    }
}
