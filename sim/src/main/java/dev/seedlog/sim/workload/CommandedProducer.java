package dev.seedlog.sim.workload;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.client.ClientChannel;
import dev.seedlog.client.ClientSettings;
import dev.seedlog.client.Producer;
import dev.seedlog.client.ProducerBatch;
import dev.seedlog.client.ProducerListener;
import dev.seedlog.client.ProducerSession;
import dev.seedlog.client.ProducerSettings;
import dev.seedlog.env.NodeControl;
import dev.seedlog.env.NodeProgram;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.ShardProgram;
import dev.seedlog.env.Timer;
import dev.seedlog.log.TopicPartition;
import dev.seedlog.record.BatchBuilder;
import dev.seedlog.record.Compression;
import dev.seedlog.record.CompressionLevels;
import dev.seedlog.sim.check.Values;
import dev.seedlog.wire.ErrorCode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Sends the records that it is told to send, each as a batch of its own, and counts what became of them. */
public final class CommandedProducer implements NodeProgram {

    private static final long LOOK_NANOS = 2_000_000;
    private static final int VALUE_BYTES = 100;

    private final Workload workload;
    private final ClientSettings client;
    private final ProducerSettings settings;
    /** What it was told and has not done; it looks for it in its own turns, because only there it may act. */
    private final Deque<TopicPartition> orders = new ArrayDeque<>();
    private TopicPartition steadyTo;
    private long steadyNanos;
    private int told;
    private int acked;
    private int unknown;
    private int refused;

    /** A producer that has nothing to do yet. */
    public CommandedProducer(Workload workload, ClientSettings client, ProducerSettings settings) {
        this.workload = workload;
        this.client = client;
        this.settings = settings;
    }

    /** Has it send records to a partition, soon. */
    public void send(TopicPartition partition, int records) {
        told += records;
        for (int i = 0; i < records; i++) {
            orders.add(partition);
        }
    }

    /** Has it send a record to a partition again and again, until {@link #rest}. */
    public void sendEvery(TopicPartition partition, long nanos) {
        steadyTo = partition;
        steadyNanos = nanos;
    }

    /** Nothing more is sent but what it was told before. */
    public void rest() {
        steadyTo = null;
    }

    /** How many records were acknowledged. */
    public int acked() {
        return acked;
    }

    /** Of how many records nobody will ever know whether they are written. */
    public int unknown() {
        return unknown;
    }

    /** How many records are not written and never will be. */
    public int refused() {
        return refused;
    }

    /** How many records it was told to send, or sent by itself. */
    public int told() {
        return told;
    }

    /** How many records have no result yet. */
    public int pending() {
        return told - acked - unknown - refused;
    }

    @Override
    public ShardProgram createShard(ShardEnv env, NodeControl control) {
        return new Shard(env, control);
    }

    /** The only shard. */
    private final class Shard extends ClientShard implements ProducerListener {

        private final Timer look;
        private SendRecorder sends;
        private Producer producer;
        private long counter;
        private long nextSteadyNanos = Long.MIN_VALUE;

        private Shard(ShardEnv env, NodeControl control) {
            super(CommandedProducer.this.workload, client, env, control);
            this.look = env.timers().create("orders", this::obey);
        }

        @Override
        void begin() {
            sends = new SendRecorder(recorder(), recorder().history().laneGroup(), settings, cluster(),
                    generations());
            producer = new Producer(env(), cluster(), settings,
                    new BatchBuilder(workload().codecs(), CompressionLevels.DEFAULT), this);
            cluster().want(workload().topicNames());
            look.startIn(0);
        }

        @Override
        void end() {
            look.stop();
            producer.stop();
        }

        private void obey() {
            long now = env().clock().nanoTime();
            if (steadyTo != null && now >= nextSteadyNanos) {
                nextSteadyNanos = now + steadyNanos;
                send(steadyTo, 1);
            }
            boolean ordered = !orders.isEmpty();
            while (!orders.isEmpty()) {
                TopicPartition partition = orders.poll();
                ProducerBatch batch = new ProducerBatch(partition, Compression.NONE, env().clock().epochMillis(),
                        List.of(record()));
                sends.open(batch, counter++, List.of());
                cluster().want(List.of(partition.topic()));
                producer.add(batch);
            }
            if (ordered) {
                producer.advance();
            }
            look.startIn(LOOK_NANOS);
        }

        private BufferSlice record() {
            return RecordBytes.encode(Values.of(sends.producer(), counter), VALUE_BYTES);
        }

        @Override
        public void onSession(ProducerSession session) {
            sends.onSession(session);
        }

        @Override
        public void onSending(ProducerBatch batch, ClientChannel channel) {
            sends.onSending(batch, channel);
        }

        @Override
        public void onAcked(ProducerBatch batch, ClientChannel channel, long baseOffset) {
            sends.onAcked(batch, channel, baseOffset);
            acked++;
        }

        @Override
        public void onUnknown(ProducerBatch batch) {
            sends.onUnknown(batch);
            unknown++;
        }

        @Override
        public void onRefused(ProducerBatch batch, ErrorCode why) {
            sends.onRefused(batch, why);
            refused++;
        }
    }
}
