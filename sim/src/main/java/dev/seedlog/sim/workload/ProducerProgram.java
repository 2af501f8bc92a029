package dev.seedlog.sim.workload;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.client.ClientChannel;
import dev.seedlog.client.Producer;
import dev.seedlog.client.ProducerBatch;
import dev.seedlog.client.ProducerListener;
import dev.seedlog.client.ProducerSession;
import dev.seedlog.env.NodeControl;
import dev.seedlog.env.NodeProgram;
import dev.seedlog.env.RandomSource;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.ShardProgram;
import dev.seedlog.env.Timer;
import dev.seedlog.log.TopicPartition;
import dev.seedlog.record.BatchBuilder;
import dev.seedlog.record.Compression;
import dev.seedlog.record.CompressionLevels;
import dev.seedlog.sim.check.SendOp;
import dev.seedlog.sim.check.Values;
import dev.seedlog.wire.ErrorCode;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Sends batches of unique values to drawn partitions, with pauses. */
public final class ProducerProgram implements NodeProgram {

    private final Workload workload;
    private final ProducerPlan plan;
    private final int number;
    private Shard shard;

    /**
     * A producer.
     *
     * @param number by which its values are known; unique in a run
     */
    public ProducerProgram(Workload workload, ProducerPlan plan, int number) {
        this.workload = workload;
        this.plan = plan;
        this.number = number;
    }

    /** How many batches have no result yet. */
    public int pending() {
        return shard == null || shard.producer == null ? 0 : shard.producer.pending();
    }

    @Override
    public ShardProgram createShard(ShardEnv env, NodeControl control) {
        shard = new Shard(workload, plan, number, env, control);
        return shard;
    }

    /** The only shard. */
    private static final class Shard extends ClientShard implements ProducerListener {

        private static final long WAIT_FOR_TOPICS_NANOS = 300_000_000;

        private final ProducerPlan plan;
        private final int number;
        private final RandomSource random;
        private final Timer next;
        private final List<TopicPartition> partitions;
        private final SendOp.Promise promise;
        private final Map<ProducerBatch, SendOp> operations = new IdentityHashMap<>();
        private Producer producer;
        private long counter;

        private Shard(Workload workload, ProducerPlan plan, int number, ShardEnv env, NodeControl control) {
            super(workload, plan.client(), env, control);
            this.plan = plan;
            this.number = number;
            this.random = env.random().fork("producer");
            this.next = env.timers().create("next batch", this::produce);
            this.partitions = workload.partitions();
            boolean idempotent = plan.settings().idempotent();
            boolean ordered = idempotent || plan.settings().maxInFlight() == 1 && plan.settings().acks() != 0;
            this.promise = new SendOp.Promise(idempotent, ordered);
        }

        @Override
        void begin() {
            BatchBuilder builder = new BatchBuilder(workload().codecs(), CompressionLevels.DEFAULT);
            producer = new Producer(env(), cluster(), plan.settings(), builder, this);
            next.startIn(0);
        }

        private void produce() {
            if (workload().ending()) {
                return;
            }
            if (!workload().topicsCreated()) {
                next.startIn(WAIT_FOR_TOPICS_NANOS);
                return;
            }
            cluster().want(workload().topicNames());
            if (producer.pending() < plan.maxPending()) {
                producer.add(drawBatch());
                producer.advance();
            }
            // Mostly short pauses and now and then a long one, so that bursts and quiet times both happen.
            long mean = plan.meanPauseNanos();
            int part = random.nextInt(10);
            long pause = part == 0 ? 4 * mean : part < 4 ? mean / 10 : mean * (1 + random.nextInt(10)) / 8;
            next.startIn(pause);
        }

        private ProducerBatch drawBatch() {
            TopicPartition partition = partitions.get(random.nextInt(partitions.size()));
            Compression compression = plan.compressions().get(random.nextInt(plan.compressions().size()));
            int count = 1 + random.nextInt(plan.maxRecords());
            List<BufferSlice> values = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int size = RecordBytes.MIN_BYTES + random.nextInt(plan.maxValueBytes());
                values.add(RecordBytes.encode(Values.of(number, counter + i), size));
            }
            ProducerBatch batch = new ProducerBatch(partition, compression, env().clock().epochMillis(), values);
            operations.put(batch, new SendOp(number, partition, counter, count, promise, workload().nowNanos()));
            counter += count;
            return batch;
        }

        @Override
        public void onSession(ProducerSession session) {
            recorder().session(number, session, workload().nowNanos());
        }

        @Override
        public void onSending(ProducerBatch batch, ClientChannel channel) {
            SendOp operation = operations.get(batch).attempt();
            if (operation.attempts() == 1) {
                recorder().sending(operation.invokedAt(workload().nowNanos()));
            }
        }

        @Override
        public void onAcked(ProducerBatch batch, ClientChannel channel, long baseOffset) {
            recorder().acked(operations.remove(batch), workload().nowNanos(), baseOffset, generations().of(channel));
        }

        @Override
        public void onUnknown(ProducerBatch batch) {
            operations.remove(batch).ended(workload().nowNanos(), SendOp.Outcome.UNKNOWN);
        }

        @Override
        public void onRefused(ProducerBatch batch, ErrorCode why) {
            operations.remove(batch).ended(workload().nowNanos(), SendOp.Outcome.REFUSED);
            recorder().broken("refused", "a batch for " + batch.partition() + " is refused with " + why,
                    workload().nowNanos());
        }
    }
}
