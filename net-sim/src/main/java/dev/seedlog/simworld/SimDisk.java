package dev.seedlog.simworld;

import dev.seedlog.env.DiskException;
import dev.seedlog.env.DiskException.Kind;
import dev.seedlog.env.RandomSource;
import java.util.ArrayList;
import java.util.List;

/**
 * A machine's disk, and what may become of what is on it.
 *
 * <p><b>While the machine has power</b> everyone sees the page cache: reads and writes are immediate and exact.
 *
 * <p><b>A killed process</b> leaves the page cache as it is, but for the turns that it was in: of each of those, a
 * drawn prefix of its operations happened, and of the last write a drawn prefix of its bytes. Each shard's cut is drawn
 * alone. Forces that it had asked for and not heard of cover nothing.
 *
 * <p><b>A power cut</b> kills so and then loses what is only cached:
 * <ul>
 * <li>Bytes that a force covered, which was asked for after they were written and ended well, stay.
 * <li>Each other 512-byte sector that was written is kept, or dropped (it has its content of the last such force again,
 *     or zeros), or torn at a byte between the two. For each file it is drawn whether all are kept, all dropped, a
 *     prefix kept, or each sector for itself.
 * <li>A file that grew is as long as it was, or as it was forced, or anything between.
 * <li>A truncation may be undone, and what was cut away is there again behind the end, and below it where a newer
 *     sector was dropped; unless both the file and its directory were forced after it.
 * <li>Creations, renames and deletions in a directory that was not forced since may be undone; a rename wholly or not
 *     at all. It is drawn for each power cut whether they are kept up to one of them, as by a journal, or each for
 *     itself. What is in a file says nothing about whether its name is there.
 * </ul>
 *
 * <p><b>A force that fails</b> makes nothing durable, and neither does any later one of that file until the machine
 * boots again, though it says that all is well: systems mark pages clean that they could not write. {@link DiskFaults}
 * has this and the other things that can be wrong. A full disk takes the prefix of a write that fits.
 */
public final class SimDisk {

    private final SimMachine machine;
    private final RandomSource random;
    private final SimDirectory root = new SimDirectory();
    private final DiskFaults faults;
    private final DiskLosses losses = new DiskLosses();
    private final List<Runnable> stuck = new ArrayList<>();
    private final List<SimFile> locked = new ArrayList<>();
    private long capacityBytes;
    private long usedBytes;
    private long operations;

    SimDisk(SimMachine machine) {
        this.machine = machine;
        this.random = machine.world().stream("disk/" + machine.host());
        this.faults = new DiskFaults(random.fork("faults"), machine.world().hits());
        this.faults.onUnstuck(this::unstick);
        this.capacityBytes = machine.world().options().disk().capacityBytes();
    }

    /** What is wrong with it. */
    public DiskFaults faults() {
        return faults;
    }

    /** What power cuts have taken so far. */
    public DiskLosses losses() {
        return losses;
    }

    /** Sets how much fits; what is there stays. */
    public void setCapacity(long bytes) {
        capacityBytes = bytes;
    }

    /** The bytes of all files together. */
    public long usedBytes() {
        return usedBytes;
    }

    /** Creates a directory and those above it, durably: what was there before the world began. */
    public void provide(String directory) {
        makeDirectories(directory, new ArrayList<>());
        SimDirectory at = root;
        at.forceNow();
        for (String name : names(directory)) {
            at = (SimDirectory) at.entries().get(name);
            at.forceNow();
        }
    }

    /** Loses everything: a new disk in the old one's place. The processes that use it must have ended. */
    public void wipe() {
        root.entries().keySet().stream().toList()
                .forEach(name -> root.change(new SimDirectory.Operation(++operations), name, null));
        root.forceNow();
        usedBytes = 0;
    }

    /**
     * Loses a directory, such as {@code /data}, with all that is in it: what was mounted there is gone. The processes
     * that use it must have ended.
     */
    public void loseDirectory(String directory) {
        note(Trace.Kind.DISK_FAULT, -1, 1);
        root.change(new SimDirectory.Operation(++operations), directory.substring(1), null);
        root.forceNow();
        usedBytes = sizeOf(root);
    }

    /**
     * Copies everything to a healthy disk, which takes this one's place: what the page cache had is durable there, and
     * a force that failed before is forgotten. The processes that use it must have ended.
     */
    public void replace() {
        note(Trace.Kind.DISK_FAULT, -1, 0);
        faults.forget();
        replace(root);
    }

    private static void replace(SimDirectory directory) {
        directory.forceNow();
        directory.entries().values().forEach(inode -> {
            if (inode instanceof SimDirectory below) {
                replace(below);
            } else {
                ((SimFile) inode).replaced();
            }
        });
    }

    /** Flips bits of one byte of a file: bit rot. */
    public void corrupt(String path, long position, int mask) {
        note(Trace.Kind.DISK_FAULT, position, mask);
        machine.world().hits().hit(Hits.Kind.BIT_ROT);
        file(path).corrupt(position, mask);
    }

    /**
     * Flips bits of one byte of a file, until the file is mended. It has hit when somebody reads it.
     *
     * @return mends it, wherever the file is by then; without effect on a file that has lost the byte
     */
    public Runnable rot(String path, long position, int mask) {
        note(Trace.Kind.DISK_FAULT, position, mask);
        SimFile file = file(path);
        file.rot(position, mask);
        return mending(file, position);
    }

    /**
     * Has a part of a file turn out to have been written elsewhere: it is missing where it should be, and what was in
     * the other place is overwritten. The page cache has hidden that so far. It has hit when somebody reads either.
     *
     * @param from where the part should be in {@code path}
     * @param to where it is in {@code other}, which may be the same file; the two must not overlap
     * @return mends both places, wherever the files are by then, unless they were written anew
     */
    public Runnable misdirect(String path, long from, String other, long to, int length) {
        SimFile file = file(path);
        SimFile wrong = file(other);
        boolean overlap = file == wrong && Math.max(from, to) - Math.min(from, to) < length;
        if (length > file.size() - from || length > wrong.size() - to || overlap) {
            throw new IllegalArgumentException(length + " bytes cannot get from " + from + " of " + path + " to " + to
                    + " of " + other);
        }
        note(Trace.Kind.DISK_FAULT, from, to);
        byte[] missing = file.bytes(from, length);
        file.damage(from, new byte[length]);
        wrong.damage(to, missing);
        Runnable mending = mending(file, from);
        return file == wrong ? mending : () -> {
            mending.run();
            wrong.mend();
        };
    }

    private Runnable mending(SimFile file, long position) {
        return () -> {
            note(Trace.Kind.DISK_FAULT, position, 0);
            file.mend();
        };
    }

    /** Somebody reads this of a file. */
    void reading(SimFile file, long position, int length) {
        Hits.Kind damage = file.damageAt(position, length);
        if (damage != null) {
            machine.world().hits().hit(damage);
        }
    }

    /** Takes a file's name away, as a power cut may if the name was not forced. Nobody may have the file open. */
    public void lose(String path) {
        usedBytes -= file(path).size();
        SimDirectory parent = parent(path);
        parent.change(new SimDirectory.Operation(nextOperation()), lastName(path), null);
        parent.forceNow();
    }

    /** A copy of a file's bytes as the page cache has them: for checks from outside. */
    public byte[] content(String path) {
        SimFile file = file(path);
        return file.bytes(0, (int) file.size());
    }

    /**
     * The beginning of a file that a power cut now would surely leave: forced, under names that are durable. Empty if
     * there is none. For checks from outside, of files that only grow.
     */
    public byte[] durableContent(String path) {
        return durableContent(path, null);
    }

    /**
     * The same of a file that is as good under the name that it had before.
     *
     * @param formerName its former name in the same directory; null if that is no good
     */
    public byte[] durableContent(String path, String formerName) {
        SimDirectory at = root;
        List<String> names = names(path);
        for (int i = 0; i < names.size(); i++) {
            boolean last = formerName != null && i == names.size() - 1;
            Inode inode = last ? at.durableEntry(names.get(i), formerName) : at.durableEntry(names.get(i));
            if (inode instanceof SimDirectory directory) {
                at = directory;
            } else {
                return inode instanceof SimFile file && i == names.size() - 1 ? file.durablePrefix() : new byte[0];
            }
        }
        return new byte[0];
    }

    /** The names in a directory, sorted, as the page cache has them: for checks from outside. */
    public List<String> names(String directory, boolean directoriesToo) {
        List<String> names = new ArrayList<>();
        directory(directory).entries().forEach((name, inode) -> {
            if (directoriesToo || inode instanceof SimFile) {
                names.add(name);
            }
        });
        return names;
    }

    SimMachine machine() {
        return machine;
    }

    long nextOperation() {
        return ++operations;
    }

    long freeBytes() {
        return Math.max(0, capacityBytes - usedBytes);
    }

    void used(long moreBytes) {
        usedBytes += moreBytes;
    }

    void note(Trace.Kind kind, long first, long second) {
        machine.world().trace().note(kind, machine.index(), 0, first, second);
    }

    /** How long a force or a prefetch that begins now takes. */
    long delay() {
        SimOptions.DiskOptions options = machine.world().options().disk();
        long delay = Draws.between(random, options.minForceNanos(), options.maxForceNanos());
        if (faults.slowFactor() > 1) {
            machine.world().hits().hit(Hits.Kind.SLOW_FORCE);
        }
        return delay * faults.slowFactor() * (Draws.chance(random, options.slowForcePermille()) ? 20 : 1);
    }

    /** Has an operation end after its time, or when the disk is no longer stuck. */
    void later(Runnable end) {
        machine.world().in(delay(), () -> {
            if (faults.stuck()) {
                machine.world().hits().hit(Hits.Kind.STUCK_FORCE);
                stuck.add(end);
            } else {
                end.run();
            }
        });
    }

    /** How much of a failing write is written. */
    int prefixOf(int length) {
        return random.nextInt(length + 1);
    }

    boolean lock(SimFile file, SimProcess process) {
        if (file.lockHolder() != null) {
            return false;
        }
        file.setLockHolder(process);
        locked.add(file);
        return true;
    }

    void unlock(SimFile file) {
        file.setLockHolder(null);
        locked.remove(file);
    }

    void processEnded(SimProcess process) {
        for (SimFile file : List.copyOf(locked)) {
            if (file.lockHolder() == process) {
                unlock(file);
            }
        }
    }

    void powerCut() {
        List<Long> unforced = new ArrayList<>();
        root.collectUnforced(unforced);
        unforced.sort(null);
        boolean journaled = random.nextInt(2) == 0;
        int kept = journaled ? random.nextInt(unforced.size() + 1) : 0;
        long keptUpTo = journaled ? kept == 0 ? 0 : unforced.get(kept - 1) : -1;
        root.powerCut(random, keptUpTo, losses);
        stuck.clear();
        faults.forget();
        usedBytes = sizeOf(root);
    }

    SimFile file(String path) {
        Inode inode = find(path);
        if (inode instanceof SimFile file) {
            return file;
        }
        throw new DiskException(inode == null ? Kind.NOT_FOUND : Kind.IO_ERROR, path, "it is not a file", null);
    }

    SimDirectory directory(String path) {
        Inode inode = find(path);
        if (inode instanceof SimDirectory directory) {
            return directory;
        }
        throw new DiskException(inode == null ? Kind.NOT_FOUND : Kind.IO_ERROR, path, "it is not a directory", null);
    }

    /** The directory that a path's last name is in. */
    SimDirectory parent(String path) {
        List<String> names = names(path);
        Inode at = root;
        for (int i = 0; i < names.size() - 1; i++) {
            at = at instanceof SimDirectory directory ? directory.entries().get(names.get(i)) : null;
        }
        if (names.isEmpty() || !(at instanceof SimDirectory parent)) {
            throw new DiskException(at == null ? Kind.NOT_FOUND : Kind.IO_ERROR, path, "no directory to be in", null);
        }
        return parent;
    }

    /** What a path stands for, or null. */
    Inode find(String path) {
        Inode at = root;
        int from = nameFrom(path, 0);
        while (from < path.length()) {
            int end = nameEnd(path, from);
            at = at instanceof SimDirectory directory ? directory.entries().get(path.substring(from, end)) : null;
            from = nameFrom(path, end);
        }
        return at;
    }

    static String lastName(String path) {
        String last = "";
        int from = nameFrom(path, 0);
        while (from < path.length()) {
            int end = nameEnd(path, from);
            last = path.substring(from, end);
            from = nameFrom(path, end);
        }
        return last;
    }

    /** Creates what is missing of a path, and adds what was done. */
    void makeDirectories(String path, List<Made> made) {
        SimDirectory at = root;
        for (String name : names(path)) {
            Inode next = at.entries().get(name);
            if (next == null) {
                next = new SimDirectory();
                SimDirectory.Operation operation = new SimDirectory.Operation(nextOperation());
                made.add(new Made(operations, at, operation));
                at.change(operation, name, next);
            }
            if (!(next instanceof SimDirectory directory)) {
                throw new DiskException(Kind.ALREADY_EXISTS, path, "'" + name + "' is a file", null);
            }
            at = directory;
        }
    }

    /** A directory that was made. */
    record Made(long number, SimDirectory parent, SimDirectory.Operation operation) {
    }

    private void unstick() {
        List<Runnable> waiting = List.copyOf(stuck);
        stuck.clear();
        waiting.forEach(end -> machine.world().in(delay(), end));
    }

    private static long sizeOf(SimDirectory directory) {
        long sum = 0;
        for (Inode inode : directory.entries().values()) {
            sum += inode instanceof SimFile file ? file.size() : sizeOf((SimDirectory) inode);
        }
        return sum;
    }

    private static List<String> names(String path) {
        List<String> names = new ArrayList<>();
        int from = nameFrom(path, 0);
        while (from < path.length()) {
            int end = nameEnd(path, from);
            names.add(path.substring(from, end));
            from = nameFrom(path, end);
        }
        return names;
    }

    /** Where the next name of a path begins, at {@code from} or behind; the path's length if there is none. */
    private static int nameFrom(String path, int from) {
        int at = from;
        while (at < path.length()) {
            int end = nameEnd(path, at);
            if (end > at && !(end == at + 1 && path.charAt(at) == '.')) {
                return at;
            }
            at = end + 1;
        }
        return path.length();
    }

    private static int nameEnd(String path, int from) {
        int end = path.indexOf('/', from);
        return end < 0 ? path.length() : end;
    }
}
