package dev.seedlog.log;

import dev.seedlog.env.DiskException;
import dev.seedlog.env.Timer;
import java.util.ArrayDeque;
import java.util.List;

/**
 * Files that have the name of deleted ones already, and go for good a while later: fetches that began before may still
 * read them. What a crash leaves behind is deleted when the log is loaded.
 */
final class DelayedDeletes {

    private record Doomed(long deadlineNanos, Segment segment, List<String> paths) {
    }

    private final LogContext context;
    private final Timer timer;
    private final ArrayDeque<Doomed> doomed = new ArrayDeque<>(0);

    DelayedDeletes(LogContext context) {
        this.context = context;
        this.timer = context.timers().create("log file delete", this::deleteDue);
    }

    void add(Segment segment, List<String> paths, long delayMs) {
        long delayNanos = Math.max(0, Math.min(delayMs, Long.MAX_VALUE / 4_000_000)) * 1_000_000;
        doomed.add(new Doomed(context.clock().nanoTime() + delayNanos, segment, paths));
        if (!timer.armed()) {
            timer.startIn(delayNanos);
        }
    }

    private void deleteDue() {
        long now = context.clock().nanoTime();
        while (!doomed.isEmpty() && doomed.peekFirst().deadlineNanos <= now) {
            delete(doomed.removeFirst());
        }
        if (!doomed.isEmpty()) {
            timer.startIn(doomed.peekFirst().deadlineNanos - now);
        }
    }

    private void delete(Doomed files) {
        files.segment.close();
        if (!context.health().isOnline()) {
            return;
        }
        try {
            files.paths.forEach(path -> SmallFiles.deleteIfExists(context.disk(), path));
        } catch (DiskException e) {
            context.health().fail("deleting " + files.segment, e);
        }
    }

    /** The log closes: files are closed, and those that are left are deleted when it is loaded again. */
    void stop() {
        timer.stop();
        while (!doomed.isEmpty()) {
            doomed.removeFirst().segment.close();
        }
    }
}
