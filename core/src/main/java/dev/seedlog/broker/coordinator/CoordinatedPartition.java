package dev.seedlog.broker.coordinator;

import dev.seedlog.env.Timer;
import dev.seedlog.group.GroupConfig;
import dev.seedlog.group.GroupCoordinator;
import dev.seedlog.machine.MachineStage;
import dev.seedlog.machine.Refusal;
import dev.seedlog.machine.Reply;
import dev.seedlog.record.RecordReader;
import dev.seedlog.replica.PartitionLeader;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The groups of one partition that this broker leads, for as long as it does in one epoch. */
final class CoordinatedPartition {

    private static final Logger LOG = LoggerFactory.getLogger(CoordinatedPartition.class);

    private static final Reply<Void> UNHEARD = new Reply<>() {
        @Override
        public void answer(Void nothing) {
        }

        @Override
        public void refuse(Refusal refusal) {
            LOG.warn("the offsets of topics that were deleted stay until they expire: {}", refusal.error());
        }
    };

    private final GroupCoordinator coordinator;
    private final LogLoad load;
    private final Timer nextStep;
    private final List<SortedSet<String>> deletedMeanwhile = new ArrayList<>();

    CoordinatedPartition(PartitionLeader leader, GroupConfig config, CoordinatorTools tools, long commitTimeoutNanos) {
        CoordinatorLog log = new CoordinatorLog(leader, tools.clock(), tools.codecs());
        coordinator = new GroupCoordinator(config, log, tools.clock(), tools.timers(), tools.faults(),
                tools.random(), commitTimeoutNanos);
        load = new LogLoad(leader.log(),
                new RecordReader(tools.codecs(), RecordReader.DEFAULT_MAX_DECOMPRESSED_BYTES),
                coordinator.host()::replay);
        nextStep = tools.timers().create("group-load", this::advance);
        coordinator.host().begin(leader.leaderEpoch());
        nextStep.startIn(0);
    }

    GroupCoordinator coordinator() {
        return coordinator;
    }

    void highWatermarkMoved() {
        coordinator.host().highWatermarkMoved();
        forgetDeleted();
    }

    /** Topics were deleted; while it is loaded, that is remembered until it is. */
    void topicsDeleted(SortedSet<String> topics) {
        deletedMeanwhile.add(topics);
        forgetDeleted();
    }

    void end() {
        nextStep.stop();
        deletedMeanwhile.clear();
        coordinator.host().end();
    }

    private void advance() {
        switch (load.advance()) {
            case READING -> nextStep.startIn(0);
            case LOADED -> {
                coordinator.host().loaded();
                forgetDeleted();
            }
            case FAILED -> end();
        }
    }

    private void forgetDeleted() {
        if (coordinator.host().stage() == MachineStage.ACTIVE) {
            for (SortedSet<String> topics : deletedMeanwhile) {
                coordinator.topicsDeleted(topics::contains, UNHEARD);
            }
            deletedMeanwhile.clear();
        }
    }
}
