package dev.seedlog.sim.workload;

import dev.seedlog.client.ClientChannel;
import dev.seedlog.client.FetchListener;
import dev.seedlog.client.Fetcher;
import dev.seedlog.env.NodeControl;
import dev.seedlog.env.RandomSource;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.ShardProgram;
import dev.seedlog.env.Timer;
import dev.seedlog.histories.Polled;
import dev.seedlog.log.TopicPartition;
import dev.seedlog.record.RecordReader;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads some partitions as they grow; now and then it goes elsewhere in one, or reads others. */
public final class ConsumerProgram implements MortalProgram {

    private static final int PERMILLE = 1000;

    private final Workload workload;
    private final ConsumerPlan plan;
    private Shard shard;

    /** A consumer. */
    public ConsumerProgram(Workload workload, ConsumerPlan plan) {
        this.workload = workload;
        this.plan = plan;
    }

    /** Where it stands in each partition that it reads; -1 where it does not know. */
    public Map<TopicPartition, Long> positions() {
        Map<TopicPartition, Long> positions = new TreeMap<>();
        if (shard != null && shard.fetcher != null) {
            shard.fetcher.assigned().forEach(each -> positions.put(each, shard.fetcher.position(each)));
        }
        return positions;
    }

    @Override
    public void died() {
        if (shard != null && shard.polls != null) {
            shard.asking.values().forEach(BoundsOp::abandoned);
            shard.polls.crashed();
        }
    }

    @Override
    public ShardProgram createShard(ShardEnv env, NodeControl control) {
        shard = new Shard(workload, plan, env, control);
        return shard;
    }

    /** The only shard. */
    private static final class Shard extends ClientShard implements FetchListener {

        private static final long WAIT_FOR_TOPICS_NANOS = 300_000_000;

        private final ConsumerPlan plan;
        private final RandomSource random;
        private final Timer begin;
        private final Timer seek;
        private final PollBuffer records = new PollBuffer();
        private final Map<TopicPartition, BoundsOp> asking = new TreeMap<>();
        private PollRecorder polls;
        private Fetcher fetcher;

        private Shard(Workload workload, ConsumerPlan plan, ShardEnv env, NodeControl control) {
            super(workload, plan.client(), env, control);
            this.plan = plan;
            this.random = env.random().fork("assignment");
            this.begin = env.timers().create("begin", this::assign);
            this.seek = env.timers().create("seek", this::seek);
        }

        @Override
        void begin() {
            polls = new PollRecorder(recorder());
            RecordReader reader = new RecordReader(workload().codecs(), RecordReader.DEFAULT_MAX_DECOMPRESSED_BYTES);
            fetcher = new Fetcher(env(), cluster(), plan.settings(), reader, this);
            cluster().want(plan.topics());
            begin.startIn(0);
        }

        @Override
        void end() {
            begin.stop();
            seek.stop();
            fetcher.stop();
        }

        private void assign() {
            if (!workload().topicsCreated() || !plan.topics().stream().allMatch(cluster().view()::knows)) {
                begin.startIn(WAIT_FOR_TOPICS_NANOS);
                return;
            }
            for (String topic : plan.topics()) {
                for (int i = 0; i < cluster().view().partitionCount(topic); i++) {
                    if (random.nextInt(PERMILLE) < plan.partitionPermille()) {
                        assign(new TopicPartition(topic, i), plan.fromEarliest());
                    }
                }
            }
            fetcher.advance();
            seekLater();
        }

        private void assign(TopicPartition partition, boolean fromEarliest) {
            abandonQuestion(partition);
            if (!fromEarliest && !cluster().view().topicId(partition.topic()).isZero()) {
                asking.put(partition, new BoundsOp(recorder(), workload().topic(partition.topic()),
                        recorder().key(partition, cluster().view().topicId(partition.topic()))));
            }
            fetcher.assign(partition, fromEarliest);
        }

        private void seekLater() {
            if (plan.meanSeekNanos() > 0) {
                seek.startIn(plan.meanSeekNanos() / PERMILLE * (100 + random.nextInt(1_800)));
            }
        }

        private void seek() {
            List<TopicPartition> assigned = fetcher.assigned();
            if (workload().ending()) {
                return;
            }
            if (random.nextInt(3) == 0) {
                swap();
            } else if (!assigned.isEmpty()) {
                TopicPartition partition = assigned.get(random.nextInt(assigned.size()));
                long position = fetcher.position(partition);
                int kind = random.nextInt(4);
                if (kind < 2) {
                    assign(partition, kind == 0);
                } else if (position > 0 && !fetcher.topicId(partition).isZero()) {
                    abandonQuestion(partition);
                    polls.begins(recorder().key(partition, fetcher.topicId(partition)));
                    fetcher.moveTo(partition, position / PERMILLE * random.nextInt(PERMILLE)
                            + random.nextInt((int) Math.min(PERMILLE, position)) % position);
                }
            }
            fetcher.advance();
            seekLater();
        }

        /** Reads a partition no more, or one that it did not read: those that were added later, too. */
        private void swap() {
            String topic = plan.topics().get(random.nextInt(plan.topics().size()));
            int partitions = cluster().view().partitionCount(topic);
            if (partitions == 0) {
                return;
            }
            TopicPartition partition = new TopicPartition(topic, random.nextInt(partitions));
            if (!fetcher.assigned().contains(partition)) {
                assign(partition, plan.fromEarliest());
            } else {
                abandonQuestion(partition);
                if (!fetcher.topicId(partition).isZero()) {
                    polls.ends(recorder().key(partition, fetcher.topicId(partition)));
                }
                fetcher.unassign(partition);
            }
        }

        private void abandonQuestion(TopicPartition partition) {
            BoundsOp open = asking.remove(partition);
            if (open != null) {
                open.abandoned();
            }
        }

        @Override
        public void onRecord(TopicPartition partition, RecordReader record) {
            records.add(record.offset(), RecordBytes.decode(record));
        }

        @Override
        public void onFetched(TopicPartition partition, ClientChannel channel, long position, long nextPosition,
                              long highWatermark) {
            Polled shown = records.take(recorder().key(partition, fetcher.topicId(partition)));
            polls.polled(shown, position, nextPosition, generations().of(channel), false);
            // A position may be above the high watermark of a leader that has just begun; records may not.
            if (nextPosition > highWatermark && shown.size() > 0) {
                recorder().broken("above-high-watermark", partition + " shows records up to " + nextPosition
                        + ", and its high watermark is " + highWatermark);
            }
        }

        @Override
        public void onPosition(TopicPartition partition, ClientChannel channel, long position) {
            BoundsOp open = asking.remove(partition);
            if (open != null) {
                open.found(-1, position, generations().of(channel));
            }
            polls.begins(recorder().key(partition, fetcher.topicId(partition)));
        }

        @Override
        public void onOutOfRange(TopicPartition partition, ClientChannel channel, long position) {
            polls.outOfRange(recorder().key(partition, fetcher.topicId(partition)), position,
                    generations().of(channel));
        }

        @Override
        public void onTopicReplaced(TopicPartition partition) {
            abandonQuestion(partition);
        }

        @Override
        public void onCorrupt(TopicPartition partition, long position, String what) {
            recorder().corrupt(partition, position, what);
        }
    }
}
