package dev.seedlog.log;

import java.util.ArrayList;
import java.util.List;

/** The logs of a shard that the turn has appended to. At the end of the turn each writes once. */
public final class TurnWrites {

    private final List<PartitionLog> dirty = new ArrayList<>();
    private final List<PartitionLog> writing = new ArrayList<>();

    void add(PartitionLog log) {
        dirty.add(log);
    }

    /**
     * Writes what the turn has queued. A log whose directory fails drops what it had queued; its directory's listener
     * hears of it, and the others are written all the same.
     */
    public void writeAll() {
        writing.addAll(dirty);
        dirty.clear();
        try {
            for (int i = 0; i < writing.size(); i++) {
                writeOne(writing.get(i));
            }
        } finally {
            writing.clear();
        }
    }

    private static void writeOne(PartitionLog log) {
        try {
            log.write();
        } catch (LogDirectoryOffline e) {
            log.dropQueued();
        }
    }
}
