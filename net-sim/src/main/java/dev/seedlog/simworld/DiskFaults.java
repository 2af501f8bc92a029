package dev.seedlog.simworld;

import dev.seedlog.env.DiskException;
import dev.seedlog.env.RandomSource;
import java.util.function.Predicate;

/** What is wrong with a disk. Nothing is, until a method here is called. */
public final class DiskFaults {

    private final RandomSource random;
    private final Hits hits;
    private Predicate<String> where = path -> true;
    private int readPermille;
    private int writePermille;
    private int forcePermille;
    private int misdirectPermille;
    private int slowFactor = 1;
    private boolean stuck;
    private Runnable unstuck = () -> { };
    private long failed;
    private boolean forcesFailed;
    private long mayFail = Long.MAX_VALUE;

    DiskFaults(RandomSource random, Hits hits) {
        this.random = random;
        this.hits = hits;
    }

    /** Confines failures to some paths. */
    public DiskFaults where(Predicate<String> path) {
        where = path;
        return this;
    }

    /** Has only so many more operations fail or go astray. */
    public DiskFaults atMost(long times) {
        mayFail = times;
        return this;
    }

    /** Has reads fail, this many of a thousand. */
    public DiskFaults failReads(int permille) {
        readPermille = permille;
        return this;
    }

    /** Has writes fail, this many of a thousand; a drawn prefix is written. */
    public DiskFaults failWrites(int permille) {
        writePermille = permille;
        return this;
    }

    /**
     * Has forces fail, this many of a thousand. What a failed one did not make durable never will be, whatever later
     * ones say.
     */
    public DiskFaults failForces(int permille) {
        forcePermille = permille;
        return this;
    }

    /** Has writes go to another place of the same file, this many of a thousand, as if all were well. */
    public DiskFaults misdirectWrites(int permille) {
        misdirectPermille = permille;
        return this;
    }

    /** Has forces and prefetches take this many times as long. */
    public DiskFaults slow(int factor) {
        slowFactor = factor;
        return this;
    }

    /** Has no force or prefetch end from now on. */
    public DiskFaults stick() {
        stuck = true;
        return this;
    }

    /** Lets those that are stuck end, and others as well. */
    public DiskFaults unstick() {
        stuck = false;
        unstuck.run();
        return this;
    }

    /** The disk is well again. */
    public void clear() {
        where = path -> true;
        readPermille = 0;
        writePermille = 0;
        forcePermille = 0;
        misdirectPermille = 0;
        slowFactor = 1;
        mayFail = Long.MAX_VALUE;
        unstick();
    }

    /** How many operations have failed, gone astray, or found no room. */
    public long failed() {
        return failed;
    }

    /** Whether a force has failed since the machine's boot, or since the disk was replaced: later ones may lie. */
    public boolean forcesFailed() {
        return forcesFailed;
    }

    /** Nothing is left of forces that failed. */
    void forget() {
        forcesFailed = false;
    }

    /** A write did not fit. */
    void full() {
        failed++;
        hits.hit(Hits.Kind.DISK_FULL);
    }

    boolean stuck() {
        return stuck;
    }

    int slowFactor() {
        return slowFactor;
    }

    void onUnstuck(Runnable action) {
        unstuck = action;
    }

    void beforeRead(String path) {
        if (fails(path, readPermille, Hits.Kind.FAILED_READ)) {
            throw new DiskException(DiskException.Kind.IO_ERROR, path, "cannot read", null);
        }
    }

    /** Where a write really goes. */
    long place(String path, long position, int length, long size) {
        if (size < length || !fails(path, misdirectPermille, Hits.Kind.MISDIRECTED)) {
            return position;
        }
        long sectors = (size - length) / SimFile.SECTOR_BYTES;
        return SimFile.SECTOR_BYTES * Draws.between(random, 0, sectors);
    }

    boolean failsWrite(String path) {
        return fails(path, writePermille, Hits.Kind.FAILED_WRITE);
    }

    boolean failsForce(String path) {
        boolean fails = fails(path, forcePermille, Hits.Kind.FAILED_FORCE);
        forcesFailed |= fails;
        return fails;
    }

    private boolean fails(String path, int permille, Hits.Kind kind) {
        boolean fails = permille > 0 && mayFail > 0 && where.test(path) && Draws.chance(random, permille);
        if (fails) {
            failed++;
            mayFail--;
            hits.hit(kind);
        }
        return fails;
    }
}
