package dev.seedlog.sim.workload;

import dev.seedlog.client.ClientChannel;
import dev.seedlog.client.ClientSettings;
import dev.seedlog.client.FetchListener;
import dev.seedlog.client.Fetcher;
import dev.seedlog.client.FetcherSettings;
import dev.seedlog.env.NodeControl;
import dev.seedlog.env.NodeProgram;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.ShardProgram;
import dev.seedlog.log.TopicPartition;
import dev.seedlog.record.RecordReader;
import dev.seedlog.sim.check.PollOp;
import java.util.Map;
import java.util.TreeMap;

/** Reads every partition from its beginning to its end, once. */
public final class AuditorProgram implements NodeProgram {

    private final Workload workload;
    private final ClientSettings settings;
    private final Map<TopicPartition, long[]> read = new TreeMap<>();

    /** An auditor. */
    public AuditorProgram(Workload workload, ClientSettings settings) {
        this.workload = workload;
        this.settings = settings;
    }

    /** Whether everything was read. */
    public boolean done() {
        return read.size() == workload.partitions().size();
    }

    /** What each partition holds that was read to its end. */
    public Map<TopicPartition, long[]> read() {
        return read;
    }

    @Override
    public ShardProgram createShard(ShardEnv env, NodeControl control) {
        return new Shard(env, control);
    }

    /** The only shard: it asks for the ends, then reads up to them. */
    private final class Shard extends ClientShard {

        private static final FetcherSettings FETCHING =
                new FetcherSettings(100, 1, 1 << 22, 1 << 20, false, 100_000_000);

        private final Map<TopicPartition, Long> ends = new TreeMap<>();
        private final Map<TopicPartition, Long> knownEnds = new TreeMap<>();
        private Fetcher endFinder;
        private Fetcher fetcher;

        private Shard(ShardEnv env, NodeControl control) {
            super(AuditorProgram.this.workload, settings, env, control);
        }

        @Override
        void begin() {
            RecordReader reader = new RecordReader(workload().codecs(), RecordReader.DEFAULT_MAX_DECOMPRESSED_BYTES);
            endFinder = new Fetcher(env(), cluster(), FETCHING, reader, new Ends());
            fetcher = new Fetcher(env(), cluster(), FETCHING, reader, new Records());
            for (TopicPartition partition : workload().partitions()) {
                endFinder.assign(partition, false);
                knownEnds.put(partition, recorder().knownEnd(partition));
            }
            cluster().want(workload().topicNames());
        }

        private void found(TopicPartition partition, long end) {
            endFinder.unassign(partition);
            recorder().latest(partition, end, knownEnds.get(partition), workload().nowNanos());
            if (end == 0) {
                read.put(partition, new long[0]);
            } else {
                ends.put(partition, end);
                fetcher.assignAt(partition, 0);
                fetcher.advance();
            }
        }

        /** Hears where partitions end. */
        private final class Ends implements FetchListener {
            @Override
            public void onRecord(TopicPartition partition, RecordReader record) {
                // Nothing is read from the end on.
            }

            @Override
            public void onFetched(TopicPartition partition, ClientChannel channel, long position, long nextPosition,
                                  long highWatermark) {
                // As above.
            }

            @Override
            public void onPosition(TopicPartition partition, ClientChannel channel, long position) {
                found(partition, position);
            }

            @Override
            public void onOutOfRange(TopicPartition partition, ClientChannel channel, long position) {
                // Nothing is asked for at a position.
            }

            @Override
            public void onCorrupt(TopicPartition partition, long position, String what) {
                // As above.
            }
        }

        /** Hears the records. */
        private final class Records implements FetchListener {

            private final PollBuffer answer = new PollBuffer();
            private final Map<TopicPartition, PollBuffer> all = new TreeMap<>();
            private final int number = recorder().nextConsumer();

            @Override
            public void onRecord(TopicPartition partition, RecordReader record) {
                long value = RecordBytes.decode(record);
                if (value == RecordBytes.CORRUPT) {
                    onCorrupt(partition, record.offset(), "the value's bytes are wrong");
                }
                answer.add(record.offset(), value);
                all.computeIfAbsent(partition, unseen -> new PollBuffer()).add(record.offset(), value);
            }

            @Override
            public void onFetched(TopicPartition partition, ClientChannel channel, long position, long nextPosition,
                                  long highWatermark) {
                recorder().polled(partition, new PollOp(number, workload().nowNanos(), generations().of(channel),
                        position, nextPosition, answer.offsets(), answer.values()));
                answer.clear();
                if (nextPosition >= ends.get(partition)) {
                    fetcher.unassign(partition);
                    long[] values = all.get(partition).values();
                    read.put(partition, values);
                }
            }

            @Override
            public void onPosition(TopicPartition partition, ClientChannel channel, long position) {
                // It begins at 0.
            }

            @Override
            public void onOutOfRange(TopicPartition partition, ClientChannel channel, long position) {
                recorder().broken("offset-out-of-range", partition + " ends at " + ends.get(partition)
                        + " and does not have offset " + position, workload().nowNanos());
            }

            @Override
            public void onCorrupt(TopicPartition partition, long position, String what) {
                recorder().corrupt(partition, position, what, workload().nowNanos());
            }
        }
    }
}
