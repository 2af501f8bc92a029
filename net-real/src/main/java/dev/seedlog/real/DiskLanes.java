package dev.seedlog.real;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that do a node's slow disk work. A file's forces all take the same lane, so they happen, and end, in the
 * order they were asked for. Prefetches have lanes of their own, so a cold read does not wait behind a force.
 *
 * <p>The threads start with their first work, and are never interrupted: that would close the file under every shard.
 */
final class DiskLanes {

    private final ThreadPoolExecutor[] forces;
    private final ThreadPoolExecutor[] prefetches;
    private int nextLane;

    /** So many lanes of each kind. */
    DiskLanes(String nodeName, int count) {
        forces = new ThreadPoolExecutor[count];
        prefetches = new ThreadPoolExecutor[count];
        for (int i = 0; i < count; i++) {
            forces[i] = HelperThreads.single(nodeName + "-force-" + i);
            prefetches[i] = HelperThreads.single(nodeName + "-prefetch-" + i);
        }
    }

    /** The lane of a new file; from any shard. */
    synchronized int assign() {
        nextLane = (nextLane + 1) % forces.length;
        return nextLane;
    }

    /** The lane of a directory. */
    int assign(String directory) {
        return Math.floorMod(directory.hashCode(), forces.length);
    }

    void force(int lane, Runnable work) {
        forces[lane].execute(work);
    }

    void prefetch(int lane, Runnable work) {
        prefetches[lane].execute(work);
    }

    /** Lets what was asked for end, as far as it does within the time. */
    void stop(long timeoutMs) {
        List<ThreadPoolExecutor> lanes = new ArrayList<>(List.of(forces));
        lanes.addAll(List.of(prefetches));
        lanes.forEach(ThreadPoolExecutor::shutdown);
        long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        try {
            for (ThreadPoolExecutor lane : lanes) {
                lane.awaitTermination(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
