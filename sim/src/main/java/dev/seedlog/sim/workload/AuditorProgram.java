package dev.seedlog.sim.workload;

import dev.seedlog.client.AdminClient;
import dev.seedlog.client.AdminListener;
import dev.seedlog.client.ClientChannel;
import dev.seedlog.client.ClientSettings;
import dev.seedlog.client.ConfigCalls;
import dev.seedlog.client.FetchListener;
import dev.seedlog.client.Fetcher;
import dev.seedlog.client.FetcherSettings;
import dev.seedlog.client.RecordCalls;
import dev.seedlog.env.NodeControl;
import dev.seedlog.env.NodeProgram;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.ShardProgram;
import dev.seedlog.histories.Polled;
import dev.seedlog.log.TopicPartition;
import dev.seedlog.record.RecordReader;
import dev.seedlog.wire.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads every partition of every topic from its beginning to its end, once; the last one reads the registers too. */
public final class AuditorProgram implements NodeProgram {

    private static final FetcherSettings FETCHING = new FetcherSettings(100, 1, 1 << 22, 1 << 20, false, 100_000_000);
    private static final long TIMEOUT_NANOS = 60_000_000_000L;

    private final Workload workload;
    private final ClientSettings settings;
    private final boolean last;
    private final Map<TopicPartition, Long> ends = new TreeMap<>();
    private final Map<TopicPartition, Boolean> done = new TreeMap<>();
    private boolean all;
    private int registersLeft;
    private int records;

    /**
     * An auditor.
     *
     * @param last whether nothing is written any more, so that what it reads is what there is
     */
    public AuditorProgram(Workload workload, ClientSettings settings, boolean last) {
        this.workload = workload;
        this.settings = settings;
        this.last = last;
    }

    /** Whether everything was read. */
    public boolean done() {
        return all && registersLeft == 0 && !done.containsValue(false);
    }

    /** How many records it has read. */
    public int records() {
        return records;
    }

    /** Where each partition ends. */
    public Map<TopicPartition, Long> ends() {
        return ends;
    }

    /** What was not read to its end. */
    public List<TopicPartition> missing() {
        return done.keySet().stream().filter(partition -> !done.get(partition)).toList();
    }

    @Override
    public ShardProgram createShard(ShardEnv env, NodeControl control) {
        return new Shard(env, control);
    }

    /** The only shard: it asks for the ends, then reads up to them. */
    private final class Shard extends ClientShard implements FetchListener {

        private final PollBuffer answer = new PollBuffer();
        private PollRecorder polls;
        private AdminClient admin;
        private Fetcher fetcher;

        private Shard(ShardEnv env, NodeControl control) {
            super(AuditorProgram.this.workload, settings, env, control);
        }

        @Override
        void begin() {
            polls = new PollRecorder(recorder());
            admin = new AdminClient(env(), cluster(), TIMEOUT_NANOS);
            RecordReader reader = new RecordReader(workload().codecs(), RecordReader.DEFAULT_MAX_DECOMPRESSED_BYTES);
            fetcher = new Fetcher(env(), cluster(), FETCHING, reader, this);
            cluster().addUser(this::look);
            cluster().want(workload().topicNames());
        }

        @Override
        void end() {
            admin.stop();
            fetcher.stop();
        }

        /** Once all topics are known, it is known what there is to read. */
        private void look() {
            if (all || !workload().topicNames().stream().allMatch(cluster().view()::knows)) {
                return;
            }
            all = true;
            for (String topic : workload().topicNames()) {
                for (int i = 0; i < cluster().view().partitionCount(topic); i++) {
                    TopicPartition partition = new TopicPartition(topic, i);
                    done.put(partition, false);
                    askBounds(partition);
                }
                if (last && workload().topic(topic).kind() == TopicPlan.Kind.KEPT) {
                    registersLeft++;
                    readRegister(topic);
                }
            }
        }

        private void readRegister(String topic) {
            RegisterOp read = RegisterOp.read(recorder(), topic);
            admin.call(ConfigCalls.describeTopic(topic, List.of(RegisterOp.CONFIG)), new AdminListener<>() {
                @Override
                public void onDone(SortedMap<String, String> values) {
                    read.found(Long.parseLong(values.get(RegisterOp.CONFIG)));
                    registersLeft--;
                }

                @Override
                public void onFailed(ErrorCode error, String message, boolean certain) {
                    read.failed(error, certain);
                    readRegister(topic);
                }
            });
        }

        private void askBounds(TopicPartition partition) {
            BoundsOp op = new BoundsOp(recorder(), workload().topic(partition.topic()),
                    recorder().key(partition, cluster().view().topicId(partition.topic())));
            admin.call(RecordCalls.offset(partition, RecordCalls.EARLIEST), new Asked(partition, op) {
                @Override
                public void onDone(Long start) {
                    admin.call(RecordCalls.offset(partition, RecordCalls.LATEST), new Asked(partition, op) {
                        @Override
                        public void onDone(Long end) {
                            op.found(start, end, recorder().powerCuts());
                            found(partition, start, end);
                        }
                    });
                }
            });
        }

        private void found(TopicPartition partition, long start, long end) {
            ends.put(partition, end);
            int key = recorder().key(partition, cluster().view().topicId(partition.topic()));
            polls.begins(key);
            if (start == end) {
                polls.polled(new Polled(key, new long[0], new long[0]), end, end, recorder().powerCuts(), last);
                done.put(partition, true);
            } else {
                fetcher.assignAt(partition, start);
                fetcher.advance();
            }
        }

        @Override
        public void onRecord(TopicPartition partition, RecordReader record) {
            answer.add(record.offset(), RecordBytes.decode(record));
            records++;
        }

        @Override
        public void onFetched(TopicPartition partition, ClientChannel channel, long position, long nextPosition,
                              long highWatermark) {
            int key = recorder().key(partition, fetcher.topicId(partition));
            polls.polled(answer.take(key), position, nextPosition, generations().of(channel), last);
            if (nextPosition >= ends.get(partition)) {
                fetcher.unassign(partition);
                done.put(partition, true);
            }
        }

        @Override
        public void onPosition(TopicPartition partition, ClientChannel channel, long position) {
            // The oldest records went while it read: it begins anew there.
            polls.begins(recorder().key(partition, fetcher.topicId(partition)));
        }

        @Override
        public void onOutOfRange(TopicPartition partition, ClientChannel channel, long position) {
            polls.outOfRange(recorder().key(partition, fetcher.topicId(partition)), position,
                    generations().of(channel));
        }

        @Override
        public void onCorrupt(TopicPartition partition, long position, String what) {
            recorder().corrupt(partition, position, what);
        }

        /** Hears where a partition begins or ends; asks again if nobody says. */
        private abstract class Asked implements AdminListener<Long> {
            private final TopicPartition partition;
            private final BoundsOp op;

            private Asked(TopicPartition partition, BoundsOp op) {
                this.partition = partition;
                this.op = op;
            }

            @Override
            public void onFailed(ErrorCode error, String message, boolean certain) {
                op.failed(error);
                askBounds(partition);
            }
        }
    }
}
