package dev.seedlog.replica;

import dev.seedlog.base.Uuid;
import dev.seedlog.log.LogHome;
import dev.seedlog.log.PartitionLog;
import dev.seedlog.metadata.DirectoryIds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The log directories of a broker, and which of them a new partition goes to. */
public final class LogDirectories {

    private final List<LogHome> all;
    private final int preferred;
    private final Map<String, Integer> counts = new LinkedHashMap<>();

    /** All that are configured, in the order of log.dirs. */
    public LogDirectories(List<? extends LogHome> all) {
        this(all, 0);
    }

    /**
     * All that are configured, in the order of log.dirs.
     *
     * @param shard the number of the shard whose logs are counted: where all have as many, shards begin with others
     */
    public LogDirectories(List<? extends LogHome> all, int shard) {
        this.all = List.copyOf(all);
        this.preferred = shard;
    }

    /** All of them, online or not. */
    public List<LogHome> all() {
        return all;
    }

    /** The ids of those that can be used. */
    public List<Uuid> onlineIds() {
        List<Uuid> ids = new ArrayList<>(all.size());
        for (LogHome directory : all) {
            if (directory.health().isOnline()) {
                ids.add(directory.directoryId());
            }
        }
        return ids;
    }

    /** The directory that holds a log. */
    public LogHome of(PartitionLog log) {
        for (LogHome directory : all) {
            if (log.directory().startsWith(directory.path() + "/")) {
                return directory;
            }
        }
        throw new IllegalArgumentException(log.directory() + " is in none of the log directories");
    }

    /**
     * Where a partition goes whose log was not found: to the directory that the controller assigned, or else to the one
     * with the fewest. While a directory is offline the log may be in there, so an empty one is made beside it only for
     * a partition that cannot have had one.
     *
     * @param assigned the controller's choice, perhaps none
     * @param unused whether nothing can have been written to the partition
     * @return null if no directory may have it
     */
    LogHome place(Uuid assigned, boolean unused) {
        LogHome fewest = null;
        boolean allOnline = true;
        for (int i = 0; i < all.size(); i++) {
            LogHome directory = all.get((preferred + i) % all.size());
            if (!directory.health().isOnline()) {
                allOnline = false;
            } else if (directory.directoryId().equals(assigned)) {
                return directory;
            } else if (fewest == null || count(directory) < count(fewest)) {
                fewest = directory;
            }
        }
        if (assigned.equals(DirectoryIds.LOST) || !allOnline && !(unused && DirectoryIds.isReserved(assigned))) {
            return null;
        }
        return fewest;
    }

    /** A log was opened or made in a directory. */
    void added(PartitionLog log) {
        counts.merge(of(log).path(), 1, Integer::sum);
    }

    /** A log is no more. */
    void removed(PartitionLog log) {
        counts.merge(of(log).path(), -1, Integer::sum);
    }

    private int count(LogHome directory) {
        return counts.getOrDefault(directory.path(), 0);
    }

    /** Writes what the turn has queued. */
    void writeAll() {
        for (int i = 0; i < all.size(); i++) {
            all.get(i).turnWrites().writeAll();
        }
    }
}
