package dev.seedlog.sim;

import dev.seedlog.sim.Totals.Count;
import dev.seedlog.sim.check.Violation;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/** Runs many seeds, one after the other or several at a time, and sums up what they came to. */
public final class SeedRange {

    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();
    /** One seed in so many is run twice. */
    private static final int TWICE_EVERY = 50;
    private static final int WAITING_PER_JOB = 4;

    private final long first;
    private final long last;
    private final int jobs;
    private final boolean verifyDeterminism;
    private final BooleanSupplier timeIsUp;
    private final Totals totals = new Totals();
    private final Speed speed = new Speed();
    private final List<SeedResult> bad = new ArrayList<>();
    private final List<long[]> worths = new ArrayList<>();
    private int exitStatus;

    /**
     * A range, both ends included.
     *
     * @param jobs how many seeds run at a time
     * @param verifyDeterminism whether one seed in 50 is run twice
     */
    public SeedRange(long first, long last, int jobs, boolean verifyDeterminism) {
        this(first, last, jobs, verifyDeterminism, () -> false);
    }

    /** As above; no seed is begun once {@code timeIsUp}. */
    public SeedRange(long first, long last, int jobs, boolean verifyDeterminism, BooleanSupplier timeIsUp) {
        this.first = first;
        this.last = last;
        this.jobs = jobs;
        this.verifyDeterminism = verifyDeterminism;
        this.timeIsUp = timeIsUp;
    }

    /**
     * Runs all seeds.
     *
     * @param run runs one
     * @param results hears each, in order
     */
    public void run(LongFunction<SeedResult> run, Consumer<SeedResult> results) {
        ExecutorService pool = Executors.newFixedThreadPool(jobs);
        Deque<Future<SeedResult>> running = new ArrayDeque<>();
        try {
            long next = first;
            while (next <= last && !timeIsUp.getAsBoolean() || !running.isEmpty()) {
                while (next <= last && !timeIsUp.getAsBoolean() && running.size() < WAITING_PER_JOB * jobs) {
                    long seed = next++;
                    running.add(pool.submit(() -> runOne(seed, run)));
                }
                SeedResult result = running.poll().get();
                take(result);
                results.accept(result);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a run failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            pool.shutdownNow();
        }
    }

    private SeedResult runOne(long seed, LongFunction<SeedResult> run) {
        long before = CPU.getCurrentThreadCpuTime();
        SeedResult result = run.apply(seed);
        speed.add(result, CPU.getCurrentThreadCpuTime() - before);
        if (!verifyDeterminism || Math.floorMod(seed, TWICE_EVERY) != 0) {
            return result;
        }
        return compared(result, run.apply(seed));
    }

    /** The first run of a seed; or, if its second run was another one, that as a failure. */
    public static SeedResult compared(SeedResult result, SeedResult again) {
        if (again.trace().hex().equals(result.trace().hex())) {
            return result;
        }
        int same = Arrays.mismatch(result.trace().checkpoints(), again.trace().checkpoints());
        String where = same < 0 ? "after the last thousand of entries" : "in entries " + same * 1000L + " to "
                + (same + 1) * 1000L;
        return result.judged(Verdict.NONDETERMINISTIC, List.of(new Violation("nondeterminism",
                "a second run had the hash " + again.trace().hex() + "; they part " + where + " of the trace",
                result.virtualNanos(), List.of())));
    }

    private void take(SeedResult result) {
        totals.add(result.totals());
        worths.add(new long[] {result.virtualNanos(), result.totals().get(Count.OPERATIONS),
            result.totals().faultsHit(), result.events()});
        if (result.verdict() != Verdict.OK) {
            bad.add(result);
            exitStatus = Math.max(exitStatus, result.verdict().exitStatus());
        }
    }

    /** How fast it went. */
    public Speed speed() {
        return speed;
    }

    /** What was counted. */
    public Totals totals() {
        return totals;
    }

    /** The runs that did not end well, in order. */
    public List<SeedResult> bad() {
        return bad;
    }

    /** How many seeds were run. */
    public int seeds() {
        return worths.size();
    }

    /** The worst exit status of all runs. */
    public int exitStatus() {
        return exitStatus;
    }

    /** The median of virtual time, in nanoseconds. */
    public long medianVirtualNanos() {
        return median(worth -> worth[0]);
    }

    /** The median of client operations. */
    public long medianOperations() {
        return median(worth -> worth[1]);
    }

    /** The median of faults that hit something. */
    public long medianFaults() {
        return median(worth -> worth[2]);
    }

    /** The median of events. */
    public long medianEvents() {
        return median(worth -> worth[3]);
    }

    private long median(ToLongFunction<long[]> of) {
        long[] sorted = worths.stream().mapToLong(of).sorted().toArray();
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    }
}
