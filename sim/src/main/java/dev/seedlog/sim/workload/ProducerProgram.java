package dev.seedlog.sim.workload;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.client.ClientChannel;
import dev.seedlog.client.Producer;
import dev.seedlog.client.ProducerBatch;
import dev.seedlog.client.ProducerListener;
import dev.seedlog.client.ProducerSession;
import dev.seedlog.env.NodeControl;
import dev.seedlog.env.RandomSource;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.ShardProgram;
import dev.seedlog.env.Timer;
import dev.seedlog.histories.Extras;
import dev.seedlog.histories.F;
import dev.seedlog.histories.Invocation;
import dev.seedlog.histories.Keyword;
import dev.seedlog.histories.LaneGroup;
import dev.seedlog.histories.Mop;
import dev.seedlog.histories.OpValue;
import dev.seedlog.log.TopicPartition;
import dev.seedlog.record.BatchBuilder;
import dev.seedlog.record.Compression;
import dev.seedlog.record.CompressionLevels;
import dev.seedlog.sim.check.Values;
import dev.seedlog.wire.ErrorCode;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

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
        if (shard != null) {
            shard.open.values().forEach(Shard.Sending::unknown);
            shard.open.clear();
        }
    }

    @Override
    public ShardProgram createShard(ShardEnv env, NodeControl control) {
        shard = new Shard(workload, plan, env, control);
        return shard;
    }

    /** The only shard. */
    private static final class Shard extends ClientShard implements ProducerListener {

        private static final long WAIT_FOR_TOPICS_NANOS = 300_000_000;
        /** Few, so that compaction has something to forget. */
        private static final int KEYS = 12;

        private final ProducerPlan plan;
        private final RandomSource random;
        private final Timer next;
        private final LaneGroup lanes;
        private final Map<ProducerBatch, Sending> open = new IdentityHashMap<>();
        private int number;
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
            number = recorder().producer(plan.settings());
            BatchBuilder builder = new BatchBuilder(workload().codecs(), CompressionLevels.DEFAULT);
            producer = new Producer(env(), cluster(), plan.settings(), builder, this);
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
                values.add(RecordBytes.encode(Values.of(number, counter + i), size));
                if (keyed) {
                    long key = random.nextInt(KEYS);
                    recordKeys.add(key);
                    keys.add(RecordBytes.encode(key, RecordBytes.MIN_BYTES));
                }
            }
            ProducerBatch batch = new ProducerBatch(partition, compression, env().clock().epochMillis(), keys, values);
            open.put(batch, new Sending(counter, count, recordKeys));
            counter += count;
            return batch;
        }

        @Override
        public void onSession(ProducerSession session) {
            recorder().session(number, session);
        }

        @Override
        public void onSending(ProducerBatch batch, ClientChannel channel) {
            open.get(batch).attempt(recorder().key(batch.partition(),
                    cluster().view().topicId(batch.partition().topic())));
        }

        @Override
        public void onAcked(ProducerBatch batch, ClientChannel channel, long baseOffset) {
            open.remove(batch).acked(baseOffset, generations().of(channel));
        }

        @Override
        public void onUnknown(ProducerBatch batch) {
            open.remove(batch).unknown();
        }

        @Override
        public void onRefused(ProducerBatch batch, ErrorCode why) {
            boolean expected = why == ErrorCode.REQUEST_TIMED_OUT || why == ErrorCode.MESSAGE_TOO_LARGE
                    || why == ErrorCode.UNKNOWN_TOPIC_ID;
            if (!expected) {
                recorder().broken("refused", "a batch for " + batch.partition() + " is refused with " + why);
            }
            open.remove(batch).refused(why);
        }

        /** A batch and the operation that it is, once it is sent. */
        private final class Sending {
            private final long firstCounter;
            private final int count;
            private final List<Long> recordKeys;
            private int attempts;
            private int key;
            private Invocation operation;

            private Sending(long firstCounter, int count, List<Long> recordKeys) {
                this.firstCounter = firstCounter;
                this.count = count;
                this.recordKeys = recordKeys;
            }

            private void attempt(int toKey) {
                attempts++;
                if (operation == null) {
                    key = toKey;
                    operation = lanes.invoke(F.SEND, steps(Mop.Send.UNANSWERED), recordKeys.isEmpty() ? producerIs()
                            : producerIs().with(Extras.RECORD_KEYS, recordKeys));
                }
            }

            private void acked(long baseOffset, int cuts) {
                Extras from = recorder().from(key, cuts);
                Extras extras = attempts > 1 ? producerIs().with(Extras.ATTEMPTS, attempts) : producerIs();
                for (int i = 0; i < from.size(); i++) {
                    extras = extras.with(from.name(i), from.value(i));
                }
                operation.ok(steps(baseOffset < 0 ? Mop.Send.UNKNOWN : baseOffset), extras);
            }

            private void unknown() {
                if (operation != null) {
                    operation.info(producerIs().with(Extras.ATTEMPTS, attempts));
                }
            }

            private void refused(ErrorCode why) {
                if (operation != null) {
                    operation.fail(producerIs().with(Extras.ERROR, why == ErrorCode.REQUEST_TIMED_OUT
                            ? new Keyword("never-written") : RegisterOp.keyword(why)));
                }
            }

            private Extras producerIs() {
                return Extras.of(Extras.PRODUCER, number);
            }

            private OpValue steps(long baseOffset) {
                List<Mop> steps = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    steps.add(new Mop.Send(key, Values.of(number, firstCounter + i),
                            baseOffset < 0 ? baseOffset : baseOffset + i));
                }
                return new OpValue.Mops(steps);
            }
        }
    }
}
