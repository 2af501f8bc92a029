package dev.seedlog.sim.workload;

import dev.seedlog.base.Uuid;
import dev.seedlog.client.ClientChannel;
import dev.seedlog.client.CommitListener;
import dev.seedlog.client.FetchListener;
import dev.seedlog.client.GroupConsumer;
import dev.seedlog.client.GroupGeneration;
import dev.seedlog.client.GroupListener;
import dev.seedlog.client.MemberState;
import dev.seedlog.env.NodeControl;
import dev.seedlog.env.RandomSource;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.ShardProgram;
import dev.seedlog.env.Timer;
import dev.seedlog.histories.Polled;
import dev.seedlog.log.TopicPartition;
import dev.seedlog.record.RecordReader;
import dev.seedlog.wire.ErrorCode;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A member of a group: it joins, reads what it gets, commits, leaves or crashes, and comes again. */
public final class MemberProgram implements MortalProgram {

    private final Workload workload;
    private final MemberPlan plan;
    private Shard shard;

    /** A member. */
    public MemberProgram(Workload workload, MemberPlan plan) {
        this.workload = workload;
        this.plan = plan;
    }

    /** What it does. */
    public MemberPlan plan() {
        return plan;
    }

    /** Whether it is in its group, and its group is not about to change. */
    public boolean stable() {
        return shard != null && shard.member != null && shard.member.state() == MemberState.STABLE;
    }

    /** What it has. */
    public SortedSet<TopicPartition> owned() {
        return shard == null || shard.member == null ? new TreeSet<>() : shard.member.owned();
    }

    /** Where it stands in each partition that it has; -1 where it does not know. */
    public Map<TopicPartition, Long> positions() {
        Map<TopicPartition, Long> positions = new TreeMap<>();
        owned().forEach(partition -> positions.put(partition, shard.member.fetcher().position(partition)));
        return positions;
    }

    @Override
    public void died() {
        if (shard != null && shard.member != null) {
            shard.recording.crashed(shard.member.generation());
        }
    }

    @Override
    public ShardProgram createShard(ShardEnv env, NodeControl control) {
        shard = new Shard(workload, plan, env, control);
        return shard;
    }

    /** The only shard: one life after the other. */
    private static final class Shard extends ClientShard implements GroupListener, FetchListener {

        private static final int PERMILLE = 1000;
        private static final long WAIT_FOR_TOPICS_NANOS = 300_000_000;
        private static final long REST_NANOS = 500_000_000;

        private final MemberPlan plan;
        private final RandomSource random;
        private final Timer birth;
        private final Timer death;
        private final Timer commit;
        private final PollBuffer records = new PollBuffer();
        private MemberRecorder recording;
        private GroupConsumer member;

        private Shard(Workload workload, MemberPlan plan, ShardEnv env, NodeControl control) {
            super(workload, plan.client(), env, control);
            this.plan = plan;
            this.random = env.random().fork("member");
            this.birth = env.timers().create("join", this::live);
            this.death = env.timers().create("leave or crash", this::die);
            this.commit = env.timers().create("commit", this::commit);
        }

        @Override
        void begin() {
            recording = new MemberRecorder(recorder(), plan.group().groupId());
            birth.startIn(0);
        }

        @Override
        void end() {
            birth.stop();
            death.stop();
            commit.stop();
            if (member != null) {
                member.abandon();
            }
        }

        private void live() {
            if (!workload().topicsCreated()) {
                birth.startIn(WAIT_FOR_TOPICS_NANOS);
                return;
            }
            RecordReader reader = new RecordReader(workload().codecs(), RecordReader.DEFAULT_MAX_DECOMPRESSED_BYTES);
            member = new GroupConsumer(env(), cluster(), plan.group(), this, plan.settings(), reader, this);
            member.subscribe(plan.topics());
            start(death, plan.meanLifeNanos());
            start(commit, plan.meanCommitNanos());
        }

        private void start(Timer timer, long meanNanos) {
            if (meanNanos > 0) {
                timer.startIn(meanNanos / PERMILLE * (100 + random.nextInt(1_800)));
            }
        }

        private void commit() {
            if (member.state() == MemberState.STABLE) {
                member.commit();
            }
            start(commit, plan.meanCommitNanos());
        }

        private void die() {
            commit.stop();
            if (member.state() == MemberState.STOPPED || member.state() == MemberState.LEAVING) {
                again();
            } else if (workload().ending()) {
                start(commit, plan.meanCommitNanos());
            } else if (random.nextInt(2) == 0) {
                member.close();
                // If its last word is not heard, the next life begins all the same.
                death.startIn(plan.client().requestTimeoutNanos());
            } else {
                again();
            }
        }

        private void again() {
            member.abandon();
            recording.crashed(member.generation());
            death.stop();
            commit.stop();
            connect();
            birth.startIn(REST_NANOS / PERMILLE * random.nextInt(4 * PERMILLE));
        }

        @Override
        public void onAssigned(GroupGeneration generation, SortedSet<TopicPartition> owned,
                               SortedSet<TopicPartition> added) {
            recording.assigned(generation, keys(owned), keys(added));
        }

        @Override
        public void onRevoked(GroupGeneration generation, SortedSet<TopicPartition> revoked) {
            recording.revoked(generation, keys(revoked), false);
        }

        @Override
        public void onLost(GroupGeneration generation, SortedSet<TopicPartition> lost) {
            recording.revoked(generation, keys(lost), true);
        }

        @Override
        public void onResumed(GroupGeneration generation, TopicPartition partition, long committed) {
            Integer key = key(partition);
            if (key != null) {
                recording.resumed(generation, key, committed);
            }
        }

        @Override
        public CommitListener onCommitting(GroupGeneration generation, SortedMap<TopicPartition, Long> offsets) {
            return recording.committing(generation, offsets, keys(offsets.keySet()));
        }

        @Override
        public void onStopped(ErrorCode why) {
            if (why != ErrorCode.NONE) {
                recorder().broken("group-refused", "a member of " + plan.group().groupId() + " is refused with " + why);
            }
            // The connections are in use until this turn is over.
            death.startIn(0);
        }

        private SortedMap<TopicPartition, Integer> keys(Set<TopicPartition> partitions) {
            SortedMap<TopicPartition, Integer> keys = new TreeMap<>();
            for (TopicPartition partition : partitions) {
                Integer key = key(partition);
                if (key != null) {
                    keys.put(partition, key);
                }
            }
            return keys;
        }

        /** The partition's number; null if the leader of the group knew its topic sooner than this member. */
        private Integer key(TopicPartition partition) {
            Uuid id = cluster().view().topicId(partition.topic());
            if (!id.isZero()) {
                return recorder().key(partition, id);
            }
            return workload().topic(partition.topic()).churned() ? null : recorder().presentKey(partition);
        }

        private int readKey(TopicPartition partition) {
            return recorder().key(partition, member.fetcher().topicId(partition));
        }

        @Override
        public void onRecord(TopicPartition partition, RecordReader record) {
            records.add(record.offset(), RecordBytes.decode(record));
        }

        @Override
        public void onFetched(TopicPartition partition, ClientChannel channel, long position, long nextPosition,
                              long highWatermark) {
            Polled shown = records.take(readKey(partition));
            recording.polls().polled(shown, position, nextPosition, generations().of(channel), false);
        }

        @Override
        public void onPosition(TopicPartition partition, ClientChannel channel, long position) {
            recording.polls().begins(readKey(partition));
        }

        @Override
        public void onOutOfRange(TopicPartition partition, ClientChannel channel, long position) {
            recording.polls().outOfRange(readKey(partition), position, generations().of(channel));
        }

        @Override
        public void onCorrupt(TopicPartition partition, long position, String what) {
            recorder().corrupt(partition, position, what);
        }
    }
}
