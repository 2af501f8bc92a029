package dev.seedlog.log;

import dev.seedlog.env.Clock;
import dev.seedlog.env.Disk;
import dev.seedlog.env.Faults;
import dev.seedlog.env.Probes;
import dev.seedlog.env.RandomSource;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.Timers;

/** What all logs of one shard in one log directory share. */
public final class LogContext {

    private final ShardEnv env;
    private final DirectoryHealth health;
    private final DirectoryCheckpoints checkpoints;
    private final RandomSource random;
    private final BatchScan scan;
    private final OpenLogFiles openFiles;

    /**
     * What the logs of a shard in a directory share.
     *
     * @param env the shard's outside
     * @param health whether the directory can be used
     * @param checkpoints who makes recovery points and log starts durable
     * @param mostOpenFiles how many files are kept open while nobody uses them
     */
    public LogContext(ShardEnv env, DirectoryHealth health, DirectoryCheckpoints checkpoints, int mostOpenFiles) {
        this.env = env;
        this.health = health;
        this.checkpoints = checkpoints;
        this.random = env.random().fork("log");
        this.scan = new BatchScan(env.faults());
        this.openFiles = new OpenLogFiles(mostOpenFiles);
    }

    Disk disk() {
        return env.disk();
    }

    Clock clock() {
        return env.clock();
    }

    Timers timers() {
        return env.timers();
    }

    Probes probes() {
        return env.probes();
    }

    Faults faults() {
        return env.faults();
    }

    RandomSource random() {
        return random;
    }

    DirectoryCheckpoints checkpoints() {
        return checkpoints;
    }

    OpenLogFiles openFiles() {
        return openFiles;
    }

    /** The one scan of the shard: never used across turns, or for two files at once. */
    BatchScan scan() {
        return scan;
    }

    /** Whether the directory can be used. */
    public DirectoryHealth health() {
        return health;
    }
}
