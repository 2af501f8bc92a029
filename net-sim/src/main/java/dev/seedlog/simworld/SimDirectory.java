package dev.seedlog.simworld;

import dev.seedlog.env.RandomSource;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A directory: its entries now, those that are durable, and the changes that lie between the two. */
final class SimDirectory extends Inode {

    private final NavigableMap<String, Inode> entries = new TreeMap<>();
    private final NavigableMap<String, Inode> durable = new TreeMap<>();
    private final List<Change> unforced = new ArrayList<>();

    /** An operation on names, perhaps in two directories. A power cut keeps all of it or nothing. */
    static final class Operation {
        private final long number;
        private boolean decided;
        private boolean kept;

        Operation(long number) {
            this.number = number;
        }

        private boolean kept(RandomSource random, long keptUpTo) {
            if (!decided) {
                decided = true;
                kept = keptUpTo >= 0 ? number <= keptUpTo : random.nextInt(2) == 0;
            }
            return kept;
        }
    }

    /** What an operation does to one name; the inode is null if the name goes. */
    private record Change(Operation operation, String name, Inode before, Inode after) {
    }

    NavigableMap<String, Inode> entries() {
        return entries;
    }

    /** What a name stands for if it surely will after a power cut, else null. */
    Inode durableEntry(String name) {
        Inode inode = durable.get(name);
        return inode == entries.get(name) ? inode : null;
    }

    /**
     * What a name stands for if a power cut surely leaves it under that name or, its renaming undone, the former one.
     */
    Inode durableEntry(String name, String formerName) {
        Inode inode = entries.get(name);
        return inode == durable.get(name) || inode == durable.get(formerName) ? inode : null;
    }

    /** Changes what a name stands for. */
    void change(Operation operation, String name, Inode after) {
        Inode before = after == null ? entries.remove(name) : entries.put(name, after);
        unforced.add(new Change(operation, name, before, after));
    }

    /** Takes back this directory's part of its last operation. */
    void undo(Operation operation) {
        for (int i = unforced.size() - 1; i >= 0; i--) {
            Change change = unforced.get(i);
            if (change.operation == operation) {
                if (change.before == null) {
                    entries.remove(change.name);
                } else {
                    entries.put(change.name, change.before);
                }
                unforced.remove(i);
            }
        }
    }

    /** The number of the last change that a force asked for now covers. */
    long lastChange() {
        return unforced.isEmpty() ? -1 : unforced.get(unforced.size() - 1).operation.number;
    }

    /** A force has ended: the changes up to this one are durable. */
    void forced(long upTo) {
        while (!unforced.isEmpty() && unforced.get(0).operation.number <= upTo) {
            Change change = unforced.remove(0);
            change.operation.decided = true;
            change.operation.kept = true;
            apply(change);
        }
    }

    /** Makes everything durable at once: for what is there before a world begins. */
    void forceNow() {
        forced(Long.MAX_VALUE);
    }

    /** Adds the numbers of the unforced changes, here and below. */
    void collectUnforced(List<Long> numbers) {
        unforced.forEach(change -> numbers.add(change.operation.number));
        for (Inode inode : entries.values()) {
            if (inode instanceof SimDirectory directory) {
                directory.collectUnforced(numbers);
            }
        }
    }

    /**
     * Becomes what a power cut leaves, with all below.
     *
     * @param keptUpTo if not negative, operations up to this number are kept and no later ones, as a journal does;
     *     otherwise each is decided alone
     * @param losses counts what was undone
     */
    void powerCut(RandomSource random, long keptUpTo, DiskLosses losses) {
        for (Change change : unforced) {
            if (change.operation.kept(random, keptUpTo)) {
                apply(change);
            } else {
                losses.entryUndone();
            }
        }
        unforced.clear();
        entries.clear();
        entries.putAll(durable);
        for (Inode inode : entries.values()) {
            if (inode instanceof SimDirectory directory) {
                directory.powerCut(random, keptUpTo, losses);
            } else {
                ((SimFile) inode).powerCut(random, losses);
            }
        }
    }

    private void apply(Change change) {
        if (change.after == null) {
            durable.remove(change.name);
        } else {
            durable.put(change.name, change.after);
        }
    }
}
