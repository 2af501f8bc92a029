package dev.seedlog.sim.workload;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.client.Producer;
import dev.seedlog.client.ProducerBatch;
import dev.seedlog.env.NodeControl;
import dev.seedlog.env.RandomSource;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.ShardProgram;
import dev.seedlog.env.Timer;
import dev.seedlog.histories.LaneGroup;
import dev.seedlog.log.TopicPartition;
import dev.seedlog.record.BatchBuilder;
import dev.seedlog.record.Compression;
import dev.seedlog.record.CompressionLevels;
import dev.seedlog.sim.check.Values;
import java.util.ArrayList;
import java.util.List;

/** Sends batches of unique values to drawn partitions, with pauses. */
public final class ProducerProgram implements MortalProgram {

    private final Workload workload;
    private final ProducerPlan plan;
    private Shard shard;

    /** A producer. */
    public ProducerProgram(Workload workload, ProducerPlan plan) {
        this.workload = workload;
        this.plan = plan;
    }

    /** How many batches have no result yet. */
    public int pending() {
        return shard == null || shard.producer == null ? 0 : shard.producer.pending();
    }

    @Override
    public void died() {
        if (shard != null && shard.sends != null) {
            shard.sends.died();
        }
    }

    @Override
    public ShardProgram createShard(ShardEnv env, NodeControl control) {
        shard = new Shard(workload, plan, env, control);
        return shard;
    }

    /** The only shard. */
    private static final class Shard extends ClientShard {

        private static final long WAIT_FOR_TOPICS_NANOS = 300_000_000;
        /** Few, so that compaction has something to forget. */
        private static final int KEYS = 12;

        private final ProducerPlan plan;
        private final RandomSource random;
        private final Timer next;
        private final LaneGroup lanes;
        private SendRecorder sends;
        private Producer producer;
        private long counter;

        private Shard(Workload workload, ProducerPlan plan, ShardEnv env, NodeControl control) {
            super(workload, plan.client(), env, control);
            this.plan = plan;
            this.random = env.random().fork("producer");
            this.next = env.timers().create("next batch", this::produce);
            this.lanes = workload.recorder().history().laneGroup();
        }

        @Override
        void begin() {
            sends = new SendRecorder(recorder(), lanes, plan.settings(), cluster(), generations());
            BatchBuilder builder = new BatchBuilder(workload().codecs(), CompressionLevels.DEFAULT);
            producer = new Producer(env(), cluster(), plan.settings(), builder, sends);
            next.startIn(0);
        }

        @Override
        void end() {
            next.stop();
            producer.stop();
        }

        private void produce() {
            if (workload().ending()) {
                return;
            }
            if (!workload().topicsCreated()) {
                next.startIn(WAIT_FOR_TOPICS_NANOS);
                return;
            }
            cluster().want(plan.topics());
            String topic = plan.topics().get(random.nextInt(plan.topics().size()));
            int partitions = cluster().view().partitionCount(topic);
            if (producer.pending() < plan.maxPending() && partitions > 0) {
                producer.add(drawBatch(new TopicPartition(topic, random.nextInt(partitions))));
                producer.advance();
            }
            // Mostly short pauses and now and then a long one, so that bursts and quiet times both happen.
            long mean = plan.meanPauseNanos();
            int part = random.nextInt(10);
            long pause = part == 0 ? 4 * mean : part < 4 ? mean / 10 : mean * (1 + random.nextInt(10)) / 8;
            next.startIn(pause);
        }

        private ProducerBatch drawBatch(TopicPartition partition) {
            Compression compression = plan.compressions().get(random.nextInt(plan.compressions().size()));
            int count = 1 + random.nextInt(plan.sizes().maxRecords());
            List<BufferSlice> keys = new ArrayList<>();
            List<Long> recordKeys = new ArrayList<>();
            boolean keyed = plan.sizes().keys()
                    || workload().topic(partition.topic()).kind() == TopicPlan.Kind.COMPACTED;
            List<BufferSlice> values = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int size = RecordBytes.MIN_BYTES + random.nextInt(plan.sizes().maxValueBytes());
                values.add(RecordBytes.encode(Values.of(sends.producer(), counter + i), size));
                if (keyed) {
                    long key = random.nextInt(KEYS);
                    recordKeys.add(key);
                    keys.add(RecordBytes.encode(key, RecordBytes.MIN_BYTES));
                }
            }
            ProducerBatch batch = new ProducerBatch(partition, compression, env().clock().epochMillis(), keys, values);
            sends.open(batch, counter, recordKeys);
            counter += count;
            return batch;
        }
    }
}
