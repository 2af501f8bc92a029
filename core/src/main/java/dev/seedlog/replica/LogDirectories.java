package dev.seedlog.replica;

import dev.seedlog.base.Uuid;
import dev.seedlog.log.LogDirectory;
import dev.seedlog.log.PartitionLog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The log directories of a broker, and which of them a new partition goes to. */
public final class LogDirectories {

    private final List<LogDirectory> all;
    private final Map<String, Integer> counts = new LinkedHashMap<>();

    /** All that are configured, in the order of log.dirs. */
    public LogDirectories(List<LogDirectory> all) {
        this.all = List.copyOf(all);
    }

    /** All of them, online or not. */
    public List<LogDirectory> all() {
        return all;
    }

    /** The ids of those that can be used. */
    public List<Uuid> onlineIds() {
        List<Uuid> ids = new ArrayList<>(all.size());
        for (LogDirectory directory : all) {
            if (directory.health().isOnline()) {
                ids.add(directory.directoryId());
            }
        }
        return ids;
    }

    /** The directory that holds a log. */
    public LogDirectory of(PartitionLog log) {
        for (LogDirectory directory : all) {
            if (log.directory().startsWith(directory.path() + "/")) {
                return directory;
            }
        }
        throw new IllegalArgumentException(log.directory() + " is in none of the log directories");
    }

    /**
     * Where a new partition goes: to the directory that the controller assigned, or else to the one with the fewest.
     *
     * @param assigned the controller's choice, perhaps none
     * @return null if no directory is online
     */
    LogDirectory place(Uuid assigned) {
        LogDirectory fewest = null;
        for (LogDirectory directory : all) {
            if (!directory.health().isOnline()) {
                continue;
            }
            if (directory.directoryId().equals(assigned)) {
                return directory;
            }
            if (fewest == null || count(directory) < count(fewest)) {
                fewest = directory;
            }
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

    private int count(LogDirectory directory) {
        return counts.getOrDefault(directory.path(), 0);
    }

    /** Writes what the turn has queued. */
    void writeAll() {
        for (int i = 0; i < all.size(); i++) {
            all.get(i).turnWrites().writeAll();
        }
    }
}
