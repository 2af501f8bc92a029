package dev.seedlog.simworld;

import dev.seedlog.env.DirectoryEntry;
import dev.seedlog.env.Disk;
import dev.seedlog.env.DiskDone;
import dev.seedlog.env.DiskException;
import dev.seedlog.env.DiskException.Kind;
import dev.seedlog.env.DiskFile;
import dev.seedlog.env.DiskLock;
import dev.seedlog.env.OpenMode;
import java.util.ArrayList;
import java.util.List;

/** The machine's disk as one shard has it: operations go into the turn's journal, completions come to later turns. */
final class ShardDisk implements Disk {

    private final SimShard shard;
    private final SimDisk disk;
    private final List<Runnable> beginning = new ArrayList<>();

    ShardDisk(SimShard shard) {
        this.shard = shard;
        this.disk = shard.process().machine().disk();
    }

    @Override
    public DiskFile open(String path, OpenMode mode) {
        shard.note(Trace.Kind.OPEN, mode.ordinal(), path.length());
        Inode found = disk.find(path);
        if (found instanceof SimDirectory) {
            throw new DiskException(Kind.IO_ERROR, path, "it is a directory", null);
        }
        if (found != null && mode == OpenMode.CREATE_NEW) {
            throw new DiskException(Kind.ALREADY_EXISTS, path, "cannot create", null);
        }
        if (found == null && (mode == OpenMode.READ || mode == OpenMode.READ_WRITE)) {
            throw new DiskException(Kind.NOT_FOUND, path, "cannot open", null);
        }
        SimFile file = found == null ? create(path) : (SimFile) found;
        return new OpenFile(this, file, path, mode != OpenMode.READ);
    }

    @Override
    public List<DirectoryEntry> list(String directory) {
        List<DirectoryEntry> entries = new ArrayList<>();
        disk.directory(directory).entries()
                .forEach((name, inode) -> entries.add(new DirectoryEntry(name, inode instanceof SimDirectory)));
        return entries;
    }

    @Override
    public boolean exists(String path) {
        return disk.find(path) != null;
    }

    @Override
    public void createDirectories(String directory) {
        List<SimDisk.Made> made = new ArrayList<>();
        disk.makeDirectories(directory, made);
        for (SimDisk.Made each : made) {
            shard.note(Trace.Kind.CREATE, each.number(), 0);
            journalNames(each.number(), each.operation(), each.parent());
        }
    }

    @Override
    public void rename(String from, String to) {
        SimDirectory source = disk.parent(from);
        Inode moved = source.entries().get(SimDisk.lastName(from));
        if (moved == null) {
            throw new DiskException(Kind.NOT_FOUND, from, "cannot rename", null);
        }
        SimDirectory target = disk.parent(to);
        Inode replaced = target.entries().get(SimDisk.lastName(to));
        if (replaced instanceof SimDirectory || replaced != null && moved instanceof SimDirectory) {
            throw new DiskException(Kind.ALREADY_EXISTS, to, "cannot rename " + from + " to it", null);
        }
        long number = disk.nextOperation();
        SimDirectory.Operation operation = new SimDirectory.Operation(number);
        source.change(operation, SimDisk.lastName(from), null);
        target.change(operation, SimDisk.lastName(to), moved);
        shard.note(Trace.Kind.RENAME, number, to.length());
        long freed = replaced instanceof SimFile file ? file.size() : 0;
        disk.used(-freed);
        if (source == target) {
            journalNames(number, operation, source);
        } else {
            journalNames(number, operation, source, target);
        }
    }

    @Override
    public void delete(String path) {
        SimDirectory parent = disk.parent(path);
        Inode gone = parent.entries().get(SimDisk.lastName(path));
        if (gone == null) {
            throw new DiskException(Kind.NOT_FOUND, path, "cannot delete", null);
        }
        if (gone instanceof SimDirectory directory && !directory.entries().isEmpty()) {
            throw new DiskException(Kind.IO_ERROR, path, "cannot delete: the directory is not empty", null);
        }
        long number = disk.nextOperation();
        SimDirectory.Operation operation = new SimDirectory.Operation(number);
        parent.change(operation, SimDisk.lastName(path), null);
        shard.note(Trace.Kind.DELETE, number, 0);
        disk.used(gone instanceof SimFile file ? -file.size() : 0);
        journalNames(number, operation, parent);
    }

    @Override
    public void forceDirectory(String path, DiskDone done) {
        SimDirectory directory = disk.directory(path);
        long upTo = directory.lastChange();
        List<SimFile> files = new ArrayList<>();
        List<Object> cutTails = new ArrayList<>();
        directory.entries().values().forEach(inode -> {
            if (inode instanceof SimFile file && file.cutTail() != null) {
                files.add(file);
                cutTails.add(file.cutTail());
            }
        });
        shard.note(Trace.Kind.FORCE, upTo, 0);
        whenReleased(() -> {
            DiskException failure = failureOfForce(path);
            if (failure == null) {
                directory.forced(upTo);
                for (int i = 0; i < files.size(); i++) {
                    files.get(i).directoryForced(cutTails.get(i));
                }
            }
            return () -> done.onDone(failure);
        });
    }

    @Override
    public long usableBytes(String directory) {
        disk.directory(directory);
        return disk.freeBytes();
    }

    @Override
    public String bootId() {
        SimMachine machine = disk.machine();
        return machine.host() + "/" + machine.boots();
    }

    @Override
    public DiskLock tryLock(String path) {
        Inode found = disk.find(path);
        SimFile file = found instanceof SimFile existing ? existing : create(path);
        if (!disk.lock(file, shard.process())) {
            return null;
        }
        return () -> {
            if (file.lockHolder() == shard.process()) {
                disk.unlock(file);
            }
        };
    }

    SimDisk disk() {
        return disk;
    }

    SimShard shard() {
        return shard;
    }

    /** What a force of this path fails with, or null. */
    DiskException failureOfForce(String path) {
        return disk.faults().failsForce(path)
                ? new DiskException(Kind.FORCE_FAILED, path, "cannot force", null) : null;
    }

    /** What a read of this path, off the shard, fails with, or null. */
    DiskException failureOfRead(String path) {
        try {
            disk.faults().beforeRead(path);
            return null;
        } catch (DiskException e) {
            return e;
        }
    }

    /** Has something begin when the turn is over, end a drawn time later, and be told to a turn after that. */
    void whenReleased(Operation operation) {
        beginning.add(() -> disk.later(() -> {
            if (shard.process().alive()) {
                Runnable news = operation.end();
                shard.diskInput(() -> {
                    shard.note(Trace.Kind.FORCED, 0, 0);
                    news.run();
                });
            }
        }));
    }

    /** An operation that takes time: its effect, which gives how to tell of it. */
    @FunctionalInterface
    interface Operation {
        Runnable end();
    }

    /** Whether nothing waits for the end of the turn. */
    boolean isIdle() {
        return beginning.isEmpty();
    }

    void release() {
        beginning.forEach(Runnable::run);
        beginning.clear();
    }

    private SimFile create(String path) {
        SimDirectory parent = disk.parent(path);
        SimFile file = new SimFile();
        long number = disk.nextOperation();
        SimDirectory.Operation operation = new SimDirectory.Operation(number);
        parent.change(operation, SimDisk.lastName(path), file);
        shard.note(Trace.Kind.CREATE, number, 1);
        journalNames(number, operation, parent);
        return file;
    }

    private void journalNames(long number, SimDirectory.Operation operation, SimDirectory... directories) {
        shard.journal().add(new TurnJournal.Step(number, directories) {
            @Override
            void undo(int keepBytes) {
                for (SimDirectory directory : directories) {
                    directory.undo(operation);
                }
            }
        });
    }
}
