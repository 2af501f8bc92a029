package dev.seedlog.log;

import dev.seedlog.base.Uuid;
import dev.seedlog.env.Disk;
import dev.seedlog.env.DiskDone;
import dev.seedlog.env.DiskException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a log directory still has all that a broker had in it when it was registered last. It has if
 * <ul>
 * <li>the broker was stopped cleanly, as the marker tells, or
 * <li>the machine was not booted since: what a process has written before it died is in the page cache, and a process
 *     says nothing of what it has not written (turns), or
 * <li>all that was acknowledged was forced, in this run and in all before it since all of the directory was.
 * </ul>
 * Never after a force has failed: then the page cache shows for a while what it will not keep. A write or a read that
 * fails takes the directory offline too, but nothing away.
 *
 * <p>Which registration is meant is said by the process that asked for it, because the file has to be durable before
 * anything is written in the new run, and that is before the controller has given an epoch to it. A process may die in
 * between; so the file vouches for the registration before as well, until the next process sees which one counts.
 *
 * <p>What it cannot tell: a file system that lost its connection to its device, and was mounted again without a boot.
 */
final class DirectoryRun {

    private static final Logger LOGGER = LoggerFactory.getLogger(DirectoryRun.class);

    private final Disk disk;
    private final String directory;
    private RunRecord kept = RunRecord.NONE;
    private FileReplacement writing;
    private boolean withdrawn;
    private boolean machineWasBooted;

    DirectoryRun(Disk disk, String directory) {
        this.disk = disk;
        this.directory = directory;
    }

    /** Finds out what earlier runs have left; {@code stoppedAtBrokerEpoch} is what the marker says. */
    void load(boolean stoppedCleanly, long stoppedAtBrokerEpoch) {
        byte[] bytes = SmallFiles.read(disk, path());
        RunRecord found = bytes == null ? RunRecord.NONE : RunRecord.decode(bytes);
        boolean sameBoot = !found.bootId().isEmpty() && found.bootId().equals(disk.bootId());
        boolean trusted = found.durable() || sameBoot;
        machineWasBooted = bytes != null && !sameBoot;
        kept = new RunRecord(disk.bootId(), stoppedCleanly || trusted && found.durable(),
                stoppedCleanly ? stoppedAtBrokerEpoch
                        : trusted ? found.stoppedAtBrokerEpoch() : CleanShutdownMarker.NO_EPOCH,
                trusted ? found.incarnations() : List.of());
    }

    /** Whether nothing of what the directory had under this registration was lost. */
    boolean vouchesFor(Uuid incarnation, long brokerEpoch) {
        return kept.vouchesFor(incarnation, brokerEpoch);
    }

    /**
     * Whether the machine may have been booted since a broker of ours was registered with this directory. Not known,
     * so false, of a directory that only Kafka has used.
     */
    boolean machineWasBooted() {
        return machineWasBooted;
    }

    /** Whether nothing of what the directory had under the last registration that it was part of was lost. */
    boolean vouchesForItsLastRun() {
        return kept.vouchesForAnybody();
    }

    /** Keeps what the marker of a clean stop says, which is about to be deleted. */
    void keep(DiskDone done) {
        write(kept, done);
    }

    /**
     * A process is about to register; done when that is durable.
     *
     * @param registered the process that is registered; null if there is none, or if this one says that it lost
     *     something: then nothing is vouched for but what comes from now on
     * @param acksForced whether all that is acknowledged from now on is forced
     */
    void begin(Uuid incarnation, Uuid registered, boolean acksForced, DiskDone done) {
        List<Uuid> incarnations = new ArrayList<>(registered == null ? List.of() : kept.incarnationsFrom(registered));
        incarnations.add(incarnation);
        // What earlier runs have left in the page cache alone is still not durable.
        kept = new RunRecord(disk.bootId(), acksForced && (registered == null || kept.durable()),
                registered == null ? CleanShutdownMarker.NO_EPOCH : kept.stoppedAtBrokerEpoch(), incarnations);
        write(kept, done);
    }

    private void write(RunRecord record, DiskDone done) {
        abandon();
        if (withdrawn) {
            done.onDone(null);
        } else {
            writing = FileReplacement.start(disk, directory, LogFileNames.RUN, record.encode(), done);
        }
    }

    /** What is being written is not written any more. */
    void abandon() {
        if (writing != null) {
            writing.abandon();
        }
    }

    /** A force has failed: nobody vouches for the directory any more. */
    void withdraw() {
        withdrawn = true;
        abandon();
        kept = RunRecord.NONE;
        try {
            // Empty, it still says that the directory is ours.
            SmallFiles.emptyIfExists(disk, path());
        } catch (DiskException e) {
            LOGGER.error("{} could not be emptied; it must be before the next start, because a force failed", path(),
                    e);
        }
    }

    private String path() {
        return directory + "/" + LogFileNames.RUN;
    }
}
