package dev.seedlog.client;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.base.HostPort;
import dev.seedlog.base.Uuid;
import dev.seedlog.env.NodeControl;
import dev.seedlog.env.NodeProgram;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.ShardMessage;
import dev.seedlog.env.ShardProgram;
import dev.seedlog.env.Timer;
import dev.seedlog.log.TopicPartition;
import dev.seedlog.record.BatchBuilder;
import dev.seedlog.record.CodecInstances;
import dev.seedlog.record.Codecs;
import dev.seedlog.record.Compression;
import dev.seedlog.record.CompressionLevels;
import dev.seedlog.record.RecordReader;
import dev.seedlog.wire.ErrorCode;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * Does once what clients do first: finds the cluster, makes a topic, sends a record, reads it as a member of a group
 * and commits that. The launcher makes its archive of classes in a run that serves this, so that the first client of a
 * later run does not wait for classes to be loaded.
 */
public final class Rehearsal implements NodeProgram {

    private static final long MILLI = 1_000_000;
    private static final long LIMIT_NANOS = 10_000 * MILLI;
    private static final TopicPartition PARTITION = new TopicPartition("rehearsal", 0);
    private static final int TIMEOUT_MS = 5_000;
    private static final int FETCH_BYTES = 1 << 20;

    private final HostPort broker;
    private final CodecInstances codecs;
    private final Listener listener;

    /** Hears how it ended. */
    @FunctionalInterface
    public interface Listener {

        /** It is over; {@code committed} unless something was refused or took more than ten seconds. */
        void over(boolean committed);
    }

    /** A rehearsal with a broker; the listener hears of its end once, on the shard's thread. */
    public Rehearsal(HostPort broker, CodecInstances codecs, Listener listener) {
        this.broker = broker;
        this.codecs = codecs;
        this.listener = listener;
    }

    @Override
    public ShardProgram createShard(ShardEnv env, NodeControl control) {
        return new Shard(env, control);
    }

    /** The only shard. */
    private final class Shard implements ShardProgram, ProducerListener, GroupListener, FetchListener, CommitListener {

        private final ShardEnv env;
        private final NodeControl control;
        private final Codecs ownCodecs = new Codecs(codecs);
        private final Timer limit;
        private ClusterClient cluster;
        private Producer producer;
        private GroupConsumer member;
        private boolean ended;

        private Shard(ShardEnv env, NodeControl control) {
            this.env = env;
            this.control = control;
            this.limit = env.timers().create("limit", () -> end(false));
        }

        @Override
        public void start() {
            limit.startIn(LIMIT_NANOS);
            ClientSettings settings = new ClientSettings("rehearsal", TIMEOUT_MS * MILLI, MILLI, 50 * MILLI,
                    Collections.emptySortedMap());
            cluster = new ClusterClient(env, List.of(broker), settings, channel -> { });
            AdminCall<Uuid> creation = TopicCalls.create(PARTITION.topic(), 1, (short) -1,
                    Collections.emptySortedMap());
            new AdminClient(env, cluster, TIMEOUT_MS * MILLI).call(creation, new AdminListener<>() {
                    @Override
                    public void onDone(Uuid topicId) {
                        send();
                    }

                    @Override
                    public void onFailed(ErrorCode error, String message, boolean certain) {
                        end(false);
                    }
                });
        }

        private void send() {
            cluster.want(List.of(PARTITION.topic()));
            producer = new Producer(env, cluster, new ProducerSettings((short) -1, true, 1, TIMEOUT_MS, MILLI),
                    new BatchBuilder(ownCodecs, CompressionLevels.DEFAULT), this);
            producer.add(new ProducerBatch(PARTITION, Compression.NONE, env.clock().epochMillis(),
                    List.of(BufferSlice.of(new byte[100]))));
        }

        @Override
        public void onAcked(ProducerBatch batch, ClientChannel channel, long baseOffset) {
            GroupSettings group = new GroupSettings("rehearsal", null, 2 * TIMEOUT_MS, 2 * TIMEOUT_MS, TIMEOUT_MS,
                    GroupProtocol.RANGE, true, 0);
            FetcherSettings fetching = new FetcherSettings(TIMEOUT_MS, 1, FETCH_BYTES, FETCH_BYTES, true, MILLI);
            member = new GroupConsumer(env, cluster, group, this, fetching,
                    new RecordReader(ownCodecs, RecordReader.DEFAULT_MAX_DECOMPRESSED_BYTES), this);
            member.subscribe(List.of(PARTITION.topic()));
        }

        @Override
        public void onFetched(TopicPartition partition, ClientChannel channel, long position, long nextPosition,
                              long highWatermark) {
            if (nextPosition > position) {
                member.commit();
            }
        }

        @Override
        public CommitListener onCommitting(GroupGeneration generation, SortedMap<TopicPartition, Long> offsets) {
            return this;
        }

        @Override
        public void onAnswer(SortedMap<TopicPartition, ErrorCode> results) {
            end(results.get(PARTITION) == ErrorCode.NONE);
        }

        private void end(boolean committed) {
            if (!ended) {
                ended = true;
                limit.stop();
                listener.over(committed);
            }
        }

        @Override
        public void onMail(int fromShard, ShardMessage message) {
            // There is one shard.
        }

        @Override
        public void endTurn() {
            cluster.endTurn();
        }

        @Override
        public void stop() {
            end(false);
            if (member != null) {
                member.abandon();
            }
            if (producer != null) {
                producer.stop();
            }
            cluster.stop();
            control.stopped();
        }

        @Override
        public void onUnknown(ProducerBatch batch) {
            end(false);
        }

        @Override
        public void onRefused(ProducerBatch batch, ErrorCode why) {
            end(false);
        }

        @Override
        public void onStopped(ErrorCode why) {
            end(false);
        }

        @Override
        public void onLost() {
            end(false);
        }

        @Override
        public void onCorrupt(TopicPartition partition, long position, String what) {
            end(false);
        }

        @Override
        public void onSession(ProducerSession session) {
            // The first of one batch.
        }

        @Override
        public void onSending(ProducerBatch batch, ClientChannel channel) {
            // Its answer is awaited.
        }

        @Override
        public void onRecord(TopicPartition partition, RecordReader record) {
            // That there is one is enough.
        }

        @Override
        public void onPosition(TopicPartition partition, ClientChannel channel, long position) {
            // From there it reads.
        }

        @Override
        public void onOutOfRange(TopicPartition partition, ClientChannel channel, long position) {
            // It begins again.
        }

        @Override
        public void onAssigned(GroupGeneration generation, SortedSet<TopicPartition> owned,
                               SortedSet<TopicPartition> added) {
            // It reads now.
        }

        @Override
        public void onRevoked(GroupGeneration generation, SortedSet<TopicPartition> revoked) {
            // It is alone.
        }

        @Override
        public void onLost(GroupGeneration generation, SortedSet<TopicPartition> lost) {
            // It joins again.
        }

        @Override
        public void onResumed(GroupGeneration generation, TopicPartition partition, long committed) {
            // Nothing was committed yet.
        }
    }
}
