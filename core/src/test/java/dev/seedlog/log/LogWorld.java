package dev.seedlog.log;

import dev.seedlog.base.Uuid;
import dev.seedlog.env.Clock;
import dev.seedlog.env.Disk;
import dev.seedlog.env.Faults;
import dev.seedlog.env.Probes;
import dev.seedlog.env.SeededRandom;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.TimerQueue;
import dev.seedlog.record.BatchCursor;
import dev.seedlog.record.RecordBatch;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** One shard with one log directory, whose turns the test makes. Each start is a new process on the same disk. */
public class LogWorld implements LogDirectoryListener, LogListener {

    /** The log directory. */
    public static final String PATH = "/data";
    /** The partition. */
    public static final TopicPartition PARTITION = new TopicPartition("orders", 0);
    static final Uuid TOPIC_ID = new Uuid(7, 9);
    /** So few that files come and go all the time. */
    private static final int MOST_OPEN_FILES = 2;

    /** A batch that was read. */
    public record Read(long baseOffset, long lastOffset, int epoch, long maxTimestampMs, long crc) {
    }

    final Disk disk;
    final Runnable completeForces;
    public long nowMs = 1_000_000;
    Faults faults = Faults.NONE;
    TimerQueue timers;
    ShardEnv env;
    public LogDirectory directory;
    public Runnable whenOffline = () -> { };
    boolean open;
    LogDirectoryOffline offline;
    public LogConfig config = LogConfig.DEFAULT;
    long forcedEnd;
    int written;
    int appendable;
    int prefetched;
    public LogRecovery recovery;

    LogWorld(Disk disk, Runnable completeForces) {
        this.disk = disk;
        this.completeForces = completeForces;
    }

    public static LogWorld on(MemoryDisk disk) {
        return new LogWorld(disk, disk::complete);
    }

    /** Starts a process: opens the directory. */
    public LogWorld start() {
        Clock clock = new Clock() {
            @Override
            public long nanoTime() {
                return nowMs * 1_000_000;
            }

            @Override
            public long epochMillis() {
                return nowMs;
            }
        };
        timers = new TimerQueue(clock);
        env = new ShardEnv(clock, timers, new SeededRandom(1), null, disk, null,
                id -> faults.at(id), Probes.NONE);
        disk.createDirectories(PATH);
        open = false;
        offline = null;
        directory = new LogDirectory(env, PATH, MOST_OPEN_FILES, this);
        directory.open(new DirectoryIdentity("cluster", 1, new Uuid(3, 4)));
        for (int i = 0; i < 10 && !open && offline == null; i++) {
            turn();
        }
        return this;
    }

    public void turn() {
        completeForces.run();
        timers.expire();
        directory.turnWrites().writeAll();
    }

    public void turns(int count) {
        for (int i = 0; i < count; i++) {
            turn();
        }
    }

    public PartitionLog create() {
        return directory.create(PARTITION, TOPIC_ID, config, this);
    }

    /** Loads the log that is there; null if it fails. */
    public PartitionLog load() {
        recovery = directory.recover(PARTITION, config, this, () -> { });
        for (int i = 0; i < 1_000; i++) {
            LogRecovery.Stage stage = recovery.advance();
            if (stage == LogRecovery.Stage.READY) {
                directory.add(recovery.loaded());
                return recovery.loaded();
            }
            if (stage == LogRecovery.Stage.FAILED) {
                return null;
            }
            completeForces.run();
        }
        throw new AssertionError("recovery does not end");
    }

    /** Stops cleanly. */
    public void stop() {
        boolean[] closed = new boolean[1];
        directory.closeCleanly(5, () -> closed[0] = true);
        for (int i = 0; i < 50 && !closed[0]; i++) {
            turn();
        }
        if (!closed[0]) {
            throw new AssertionError("the directory does not close");
        }
    }

    public static AppendResult append(PartitionLog log, UnsafeBuffer batch, int epoch) {
        return log.appendAsLeader(batch, 0, batch.capacity(), epoch, AppendOrigin.CLIENT);
    }

    /** All batches from an offset on, reading a part at a time. */
    public static List<Read> readAll(PartitionLog log, long from, int maxBytes) {
        List<Read> found = new ArrayList<>();
        long offset = from;
        while (offset < log.logEndOffset()) {
            LogRead read = log.read(offset, maxBytes, true, Long.MAX_VALUE);
            if (read.region() == null) {
                throw new AssertionError("nothing at " + offset + " of " + log.logEndOffset());
            }
            long next = decode(read, found);
            if (next <= offset) {
                throw new AssertionError("no progress at " + offset);
            }
            offset = next;
        }
        return found;
    }

    static long decode(LogRead read, List<Read> found) {
        UnsafeBuffer bytes = new UnsafeBuffer(new byte[read.sizeBytes()]);
        read.region().read(0, bytes, 0, bytes.capacity());
        read.region().release();
        BatchCursor cursor = new BatchCursor().wrap(bytes, 0, bytes.capacity());
        long next = -1;
        while (cursor.next() == BatchCursor.Step.BATCH) {
            RecordBatch batch = cursor.batch();
            if (!batch.isCrcValid()) {
                throw new AssertionError("wrong checksum of " + batch);
            }
            found.add(new Read(batch.baseOffset(), batch.lastOffset(), batch.partitionLeaderEpoch(),
                    batch.maxTimestamp(), batch.crc()));
            next = batch.nextOffset();
        }
        return next;
    }

    @Override
    public void onOpen(LogDirectory opened) {
        open = true;
    }

    @Override
    public void onOffline(LogDirectory failed, LogDirectoryOffline reason) {
        whenOffline.run();
        offline = reason;
    }

    @Override
    public void onWritten(PartitionLog log) {
        written++;
    }

    @Override
    public void onForced(PartitionLog log) {
        forcedEnd = log.forcedEndOffset();
    }

    @Override
    public void onPrefetched(PartitionLog log) {
        prefetched++;
    }

    @Override
    public void onAppendable(PartitionLog log) {
        appendable++;
    }
}
