package dev.seedlog.broker.coordinator;

import dev.seedlog.base.Uuid;
import dev.seedlog.env.Timer;
import dev.seedlog.group.GroupConfig;
import dev.seedlog.group.GroupCoordinator;
import dev.seedlog.machine.MachineStage;
import dev.seedlog.machine.Refusal;
import dev.seedlog.machine.Reply;
import dev.seedlog.metadata.MetadataImage;
import dev.seedlog.metadata.TopicImage;
import dev.seedlog.record.RecordReader;
import dev.seedlog.replica.PartitionLeader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The groups of one partition that this broker leads, for as long as it does in one epoch. */
final class CoordinatedPartition {

    private static final Logger LOG = LoggerFactory.getLogger(CoordinatedPartition.class);

    private static final long RETRY_NANOS = 200_000_000;
    /** What could not be read may be restored from a copy while the node runs. */
    private static final long LOAD_AGAIN_NANOS = 10_000_000_000L;

    private final PartitionLeader leader;
    private final CoordinatorTools tools;
    private final GroupCoordinator coordinator;
    private final Timer nextStep;
    private final Timer forgetAgain;
    private final Supplier<MetadataImage> metadata;
    private final List<SortedSet<String>> deletedMeanwhile = new ArrayList<>();
    private LogLoad load;
    private boolean forgetting;

    CoordinatedPartition(PartitionLeader leader, Supplier<MetadataImage> metadata, GroupConfig config,
                         CoordinatorTools tools, long commitTimeoutNanos) {
        this.leader = leader;
        this.metadata = metadata;
        this.tools = tools;
        CoordinatorLog log = new CoordinatorLog(leader, tools.clock(), tools.codecs());
        coordinator = new GroupCoordinator(config, log, tools.clock(), tools.timers(), tools.faults(),
                tools.random(), commitTimeoutNanos);
        nextStep = tools.timers().create("group-load", this::advance);
        forgetAgain = tools.timers().create("group-forget", this::forgetDeleted);
        // Topics may have been deleted while nobody coordinated: no names, but a look at all that was committed.
        deletedMeanwhile.add(Collections.emptySortedSet());
        begin();
        nextStep.startIn(0);
    }

    private void begin() {
        load = new LogLoad(leader.log(),
                new RecordReader(tools.codecs(), RecordReader.DEFAULT_MAX_DECOMPRESSED_BYTES),
                coordinator.host()::replay);
        coordinator.host().begin(leader.leaderEpoch());
    }

    GroupCoordinator coordinator() {
        return coordinator;
    }

    void highWatermarkMoved() {
        coordinator.host().highWatermarkMoved();
        forgetDeleted();
    }

    /** Topics were deleted; that is remembered until their offsets are, too. */
    void topicsDeleted(SortedSet<String> topics) {
        deletedMeanwhile.add(topics);
        forgetDeleted();
    }

    void end() {
        nextStep.stop();
        forgetAgain.stop();
        deletedMeanwhile.clear();
        coordinator.host().end();
    }

    private void advance() {
        if (load.stage() == LoadStage.FAILED) {
            begin();
        }
        switch (load.advance()) {
            case READING -> nextStep.startIn(0);
            case LOADED -> {
                coordinator.host().loaded();
                forgetDeleted();
            }
            case FAILED -> {
                coordinator.host().end();
                nextStep.startIn(LOAD_AGAIN_NANOS);
            }
        }
    }

    /** Who leads has seen the metadata behind all that former leaders wrote, so what he does not know is no more. */
    private boolean isEnded(SortedSet<String> deleted, String topic, Uuid topicId) {
        TopicImage present = metadata.get().topics().topic(topic);
        return present == null || (topicId.isZero() ? deleted.contains(topic) : !topicId.equals(present.id()));
    }

    /** What is refused is asked for again: a topic that is created again must not begin with offsets of the old one. */
    private void forgetDeleted() {
        if (forgetting || deletedMeanwhile.isEmpty() || coordinator.host().stage() != MachineStage.ACTIVE) {
            return;
        }
        forgetting = true;
        SortedSet<String> topics = deletedMeanwhile.get(0);
        coordinator.topicsEnded((topic, id) -> isEnded(topics, topic, id), new Reply<>() {
            @Override
            public void answer(Void nothing) {
                forgetting = false;
                deletedMeanwhile.remove(topics);
                forgetDeleted();
            }

            @Override
            public void refuse(Refusal refusal) {
                forgetting = false;
                LOG.debug("the offsets of topics that were deleted are still there: {}", refusal.error());
                if (!deletedMeanwhile.isEmpty()) {
                    forgetAgain.startIn(RETRY_NANOS);
                }
            }
        });
    }
}
