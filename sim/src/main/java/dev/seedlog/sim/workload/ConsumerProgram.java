package dev.seedlog.sim.workload;

import dev.seedlog.client.ClientChannel;
import dev.seedlog.client.FetchListener;
import dev.seedlog.client.Fetcher;
import dev.seedlog.env.NodeControl;
import dev.seedlog.env.NodeProgram;
import dev.seedlog.env.RandomSource;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.ShardProgram;
import dev.seedlog.env.Timer;
import dev.seedlog.log.TopicPartition;
import dev.seedlog.record.RecordReader;
import dev.seedlog.sim.check.PollOp;
import java.util.Map;
import java.util.TreeMap;

/** Reads some partitions as they grow. */
public final class ConsumerProgram implements NodeProgram {

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
        return shard == null ? new TreeMap<>() : shard.positions;
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
        private final Timer begin;
        private final PollBuffer records = new PollBuffer();
        private final Map<TopicPartition, Integer> numbers = new TreeMap<>();
        private final Map<TopicPartition, Long> positions = new TreeMap<>();
        private final Map<TopicPartition, Long> knownEnds = new TreeMap<>();
        private Fetcher fetcher;

        private Shard(Workload workload, ConsumerPlan plan, ShardEnv env, NodeControl control) {
            super(workload, plan.client(), env, control);
            this.plan = plan;
            this.begin = env.timers().create("begin", this::assign);
        }

        @Override
        void begin() {
            RecordReader reader = new RecordReader(workload().codecs(), RecordReader.DEFAULT_MAX_DECOMPRESSED_BYTES);
            fetcher = new Fetcher(env(), cluster(), plan.settings(), reader, this);
            begin.startIn(0);
        }

        private void assign() {
            if (!workload().topicsCreated()) {
                begin.startIn(WAIT_FOR_TOPICS_NANOS);
                return;
            }
            RandomSource random = env().random().fork("assignment");
            for (TopicPartition partition : workload().partitions()) {
                if (random.nextInt(PERMILLE) < plan.partitionPermille()) {
                    fetcher.assign(partition, plan.fromEarliest());
                    knownEnds.put(partition, recorder().knownEnd(partition));
                    positions.put(partition, -1L);
                    numbers.put(partition, recorder().nextConsumer());
                }
            }
            cluster().want(workload().topicNames());
        }

        @Override
        public void onRecord(TopicPartition partition, RecordReader record) {
            long value = RecordBytes.decode(record);
            if (value == RecordBytes.CORRUPT) {
                recorder().corrupt(partition, record.offset(), "the value's bytes are wrong", workload().nowNanos());
            }
            records.add(record.offset(), value);
        }

        @Override
        public void onFetched(TopicPartition partition, ClientChannel channel, long position, long nextPosition,
                              long highWatermark) {
            PollOp poll = new PollOp(numbers.get(partition), workload().nowNanos(), generations().of(channel), position,
                    nextPosition, records.offsets(), records.values());
            recorder().polled(partition, poll);
            records.clear();
            positions.put(partition, nextPosition);
            // A position may be above the high watermark of a leader that has just begun; records may not.
            if (nextPosition > highWatermark && poll.values().length > 0) {
                recorder().broken("above-high-watermark", partition + " shows records up to " + nextPosition
                        + ", and its high watermark is " + highWatermark, workload().nowNanos());
            }
        }

        @Override
        public void onPosition(TopicPartition partition, ClientChannel channel, long position) {
            positions.put(partition, position);
            if (!plan.fromEarliest()) {
                recorder().latest(partition, position, knownEnds.get(partition), workload().nowNanos());
            }
        }

        @Override
        public void onOutOfRange(TopicPartition partition, ClientChannel channel, long position) {
            recorder().outOfRange(partition, numbers.get(partition), position, generations().of(channel),
                    workload().nowNanos());
            // It begins anew elsewhere: its polls are another consumer's from here on.
            numbers.put(partition, recorder().nextConsumer());
            knownEnds.put(partition, recorder().knownEnd(partition));
        }

        @Override
        public void onCorrupt(TopicPartition partition, long position, String what) {
            recorder().corrupt(partition, position, what, workload().nowNanos());
            records.clear();
        }
    }
}
