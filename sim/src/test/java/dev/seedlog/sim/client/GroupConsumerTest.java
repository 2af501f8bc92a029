package dev.seedlog.sim.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.client.ClientChannel;
import dev.seedlog.client.CommitListener;
import dev.seedlog.client.FetchListener;
import dev.seedlog.client.FetcherSettings;
import dev.seedlog.client.GroupCalls;
import dev.seedlog.client.GroupConsumer;
import dev.seedlog.client.GroupGeneration;
import dev.seedlog.client.GroupListener;
import dev.seedlog.client.GroupProtocol;
import dev.seedlog.client.GroupSettings;
import dev.seedlog.client.MemberState;
import dev.seedlog.client.Producer;
import dev.seedlog.client.ProducerBatch;
import dev.seedlog.client.ProducerListener;
import dev.seedlog.client.ProducerSession;
import dev.seedlog.client.ProducerSettings;
import dev.seedlog.client.TopicCalls;
import dev.seedlog.log.TopicPartition;
import dev.seedlog.record.BatchBuilder;
import dev.seedlog.record.CodecInstances;
import dev.seedlog.record.Codecs;
import dev.seedlog.record.Compression;
import dev.seedlog.record.CompressionLevels;
import dev.seedlog.record.RecordReader;
import dev.seedlog.simworld.SimNode;
import dev.seedlog.wire.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Members of groups against a real broker: who has what, and who goes on where. */
class GroupConsumerTest {

    private static final FetcherSettings FETCHING = new FetcherSettings(500, 1, 1 << 20, 1 << 20, true, 50_000_000);
    private static final int PARTITIONS = 4;

    private final ClientStage stage = new ClientStage();
    private final Codecs codecs = new Codecs(CodecInstances.pureJava());
    private Producer producer;
    private int acked;

    @AfterEach
    void close() {
        codecs.close();
    }

    private void topicWith(int recordsEach) {
        assertEquals(ErrorCode.NONE, stage.ask(TopicCalls.create("orders", PARTITIONS, (short) 1, Map.of())).error);
        stage.client("producer", (env, cluster) -> {
            producer = new Producer(env, cluster, new ProducerSettings((short) -1, true, 5, 1_000, 50_000_000),
                    new BatchBuilder(codecs, CompressionLevels.DEFAULT), new Acks());
            cluster.want(List.of("orders"));
        });
        stage.await(() -> producer != null);
        send(recordsEach);
    }

    private void send(int recordsEach) {
        int before = acked;
        for (int i = 0; i < PARTITIONS; i++) {
            List<BufferSlice> values = new ArrayList<>();
            for (int j = 0; j < recordsEach; j++) {
                values.add(BufferSlice.of(new byte[] {(byte) i, (byte) j}));
            }
            producer.add(new ProducerBatch(new TopicPartition("orders", i), Compression.NONE, 1_000, values));
        }
        producer.advance();
        stage.await(() -> acked == before + PARTITIONS);
    }

    private Member join(GroupProtocol protocol) {
        Member member = new Member();
        GroupSettings settings = new GroupSettings("readers", null, 6_000, 10_000, 1_000, protocol, true, 0);
        member.node = stage.client("member", (env, cluster) -> {
            member.consumer = new GroupConsumer(env, cluster, settings, member, FETCHING,
                    new RecordReader(codecs, RecordReader.DEFAULT_MAX_DECOMPRESSED_BYTES), member);
            member.consumer.subscribe(List.of("orders"));
        });
        return member;
    }

    private void awaitShared(Member... members) {
        stage.await(() -> {
            TreeSet<TopicPartition> taken = new TreeSet<>();
            boolean stable = true;
            for (Member member : members) {
                stable &= member.consumer != null && member.consumer.state() == MemberState.STABLE;
                if (stable) {
                    taken.addAll(member.consumer.owned());
                    stable = member.consumer.owned().size() == PARTITIONS / members.length;
                }
            }
            return stable && taken.size() == PARTITIONS;
        });
    }

    @Test
    void aLoneMemberReadsEverythingAndTwoDivideIt() {
        topicWith(3);
        Member first = join(GroupProtocol.RANGE);
        stage.await(() -> first.records == 3 * PARTITIONS);
        Member second = join(GroupProtocol.RANGE);
        awaitShared(first, second);
        assertTrue(first.told.contains("revoked 4"), first.told + " gives everything up before each generation");
        assertEquals("Stable", stage.ask(GroupCalls.describe("readers")).result.state());
        assertEquals(List.of("readers"), stage.ask(GroupCalls.list()).result);
    }

    @Test
    void cooperativeMembersKeepWhatDoesNotMove() {
        topicWith(3);
        Member first = join(GroupProtocol.COOPERATIVE_STICKY);
        stage.await(() -> first.records == 3 * PARTITIONS);
        Member second = join(GroupProtocol.COOPERATIVE_STICKY);
        awaitShared(first, second);
        assertEquals(List.of("assigned 4 +4", "revoked 2", "assigned 2 +0"), first.sorted());
        assertEquals(3 * PARTITIONS, first.records, "what is kept is read on, not again");
    }

    @Test
    void whoComesAfterOneThatLeftGoesOnWhereThatHadCommitted() {
        topicWith(3);
        Member first = join(GroupProtocol.RANGE);
        stage.await(() -> first.records == 3 * PARTITIONS);
        first.consumer.commit();
        stage.await(() -> first.commits == 1);
        first.consumer.close();
        stage.await(() -> first.consumer.state() == MemberState.STOPPED);
        send(2);
        Member second = join(GroupProtocol.RANGE);
        stage.await(() -> second.records == 2 * PARTITIONS);
        stage.world.runFor(2 * ClientStage.SECOND);
        assertEquals(2 * PARTITIONS, second.records);
    }

    @Test
    void whoWasThoughtDeadLosesWhatItHadAndJoinsAgain() {
        topicWith(3);
        Member first = join(GroupProtocol.RANGE);
        stage.await(() -> first.records == 3 * PARTITIONS);
        first.node.pause();
        Member second = join(GroupProtocol.RANGE);
        stage.await(() -> second.consumer != null && second.consumer.owned().size() == PARTITIONS);
        first.node.resume();
        awaitShared(first, second);
        assertTrue(first.told.contains("lost 4"), first.told.toString());
    }

    @Test
    void aGroupSurvivesTheRestartOfItsCoordinator() {
        topicWith(1);
        Member first = join(GroupProtocol.COOPERATIVE_STICKY);
        Member second = join(GroupProtocol.COOPERATIVE_STICKY);
        awaitShared(first, second);
        stage.await(() -> first.records + second.records >= PARTITIONS);
        first.consumer.commit();
        stage.await(() -> first.commits == 1);
        stage.broker.kill();
        stage.world.runFor(2 * ClientStage.SECOND);
        stage.start();
        int read = first.records + second.records;
        send(1);
        stage.await(() -> first.records + second.records >= read + PARTITIONS);
        awaitShared(first, second);
    }

    @Test
    void newPartitionsAreGivenToMembers() {
        topicWith(1);
        Member first = join(GroupProtocol.COOPERATIVE_STICKY);
        awaitShared(first);
        assertEquals(ErrorCode.NONE, stage.ask(TopicCalls.addPartitions("orders", PARTITIONS + 2)).error);
        stage.await(() -> first.consumer.owned().size() == PARTITIONS + 2);
    }

    /** Counts what is acknowledged. */
    private final class Acks implements ProducerListener {
        @Override
        public void onSession(ProducerSession session) {
            // Nobody needs to know.
        }

        @Override
        public void onSending(ProducerBatch batch, ClientChannel channel) {
            // As above.
        }

        @Override
        public void onAcked(ProducerBatch batch, ClientChannel channel, long baseOffset) {
            acked++;
        }

        @Override
        public void onUnknown(ProducerBatch batch) {
            throw new AssertionError("a batch without a result");
        }

        @Override
        public void onRefused(ProducerBatch batch, ErrorCode why) {
            throw new AssertionError("a batch is refused with " + why);
        }
    }

    /** A member, and what it was told. */
    private static final class Member implements GroupListener, FetchListener, CommitListener {
        private final List<String> told = new ArrayList<>();
        private GroupConsumer consumer;
        private SimNode node;
        private int records;
        private int commits;

        /** Assignments and revocations, those of rebalances for nothing left out. */
        private List<String> sorted() {
            List<String> distinct = new ArrayList<>();
            for (String each : told) {
                if (distinct.isEmpty() || !distinct.get(distinct.size() - 1).equals(each)) {
                    distinct.add(each);
                }
            }
            return distinct;
        }

        @Override
        public void onAssigned(GroupGeneration generation, SortedSet<TopicPartition> owned,
                               SortedSet<TopicPartition> added) {
            told.add("assigned " + owned.size() + " +" + added.size());
        }

        @Override
        public void onRevoked(GroupGeneration generation, SortedSet<TopicPartition> revoked) {
            told.add("revoked " + revoked.size());
        }

        @Override
        public void onLost(GroupGeneration generation, SortedSet<TopicPartition> lost) {
            told.add("lost " + lost.size());
        }

        @Override
        public void onResumed(GroupGeneration generation, TopicPartition partition, long committed) {
            // What is read shows it.
        }

        @Override
        public CommitListener onCommitting(GroupGeneration generation, SortedMap<TopicPartition, Long> offsets) {
            return this;
        }

        @Override
        public void onStopped(ErrorCode why) {
            told.add("stopped " + why);
        }

        @Override
        public void onRecord(TopicPartition partition, RecordReader record) {
            records++;
        }

        @Override
        public void onFetched(TopicPartition partition, ClientChannel channel, long position, long nextPosition,
                              long highWatermark) {
            // Records are counted.
        }

        @Override
        public void onPosition(TopicPartition partition, ClientChannel channel, long position) {
            // As above.
        }

        @Override
        public void onOutOfRange(TopicPartition partition, ClientChannel channel, long position) {
            throw new AssertionError(partition + " does not have " + position);
        }

        @Override
        public void onCorrupt(TopicPartition partition, long position, String what) {
            throw new AssertionError(partition + " at " + position + ": " + what);
        }

        @Override
        public void onAnswer(SortedMap<TopicPartition, ErrorCode> results) {
            boolean all = results.values().stream().allMatch(error -> error == ErrorCode.NONE);
            commits += all ? 1 : 0;
        }

        @Override
        public void onLost() {
            told.add("commit lost");
        }
    }
}
