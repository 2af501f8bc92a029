package dev.seedlog.group;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.env.Faults;
import dev.seedlog.env.SeededRandom;
import dev.seedlog.env.TimerQueue;
import dev.seedlog.machine.FakeClock;
import dev.seedlog.machine.MachineStage;
import dev.seedlog.machine.MemoryLog;
import dev.seedlog.machine.Recorder;
import dev.seedlog.wire.WireWriter;
import dev.seedlog.wire.message.ConsumerProtocolSubscription;
import dev.seedlog.wire.message.DeleteGroupsResponse;
import dev.seedlog.wire.message.DescribeGroupsResponse;
import dev.seedlog.wire.message.ListGroupsResponse;
import dev.seedlog.wire.message.OffsetFetchRequest;
import dev.seedlog.wire.message.OffsetFetchResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;

/**
 * One coordinator, its clock and its log in memory. What is appended is committed at once, unless a test holds that up.
 */
final class GroupStory {

    static final String GROUP = "payments";
    static final int SESSION_MS = 10_000;
    static final int REBALANCE_MS = 60_000;
    static final int DELAY_MS = 3_000;
    static final int COMMIT_TIMEOUT_MS = 5_000;
    static final long RETENTION_MS = 600_000;
    static final long RETENTION_CHECK_MS = 60_000;

    private static final long STEP_MS = 50;

    final FakeClock clock = new FakeClock();
    final MemoryLog<GroupRecord> log = new MemoryLog<>();
    private final TimerQueue timers = new TimerQueue(clock);
    private final SeededRandom random = new SeededRandom(7);
    private GroupConfig config;
    private GroupCoordinator coordinator;
    private boolean commitsHeld;
    private int epoch;

    /** A coordinator without groups. */
    GroupStory() {
        this(100);
    }

    GroupStory(int maxSize) {
        clock.advanceMillis(1_000_000);
        limit(maxSize);
        begin();
    }

    void limit(int maxSize) {
        config = new GroupConfig(6_000, 60_000, DELAY_MS, maxSize, 16, RETENTION_MS, RETENTION_CHECK_MS);
    }

    GroupCoordinator coordinator() {
        return coordinator;
    }

    Participant participant(String name) {
        return new Participant(this, name);
    }

    /** From now on nothing that is appended is committed. */
    void holdCommits() {
        commitsHeld = true;
    }

    /** Everything is committed, and from now on at once. */
    void commit() {
        commitsHeld = false;
        settle();
    }

    /** The end of a turn. */
    void settle() {
        if (!commitsHeld) {
            log.commitAll();
            coordinator.host().highWatermarkMoved();
        }
    }

    /** Time passes, turn by turn. */
    void pass(long millis) {
        for (long left = millis; left > 0; left -= STEP_MS) {
            clock.advanceMillis(Math.min(left, STEP_MS));
            timers.expire();
            settle();
        }
        // What was late has been put off to the next turn.
        timers.expire();
        settle();
    }

    /** The coordinator loses its leadership; another begins with what was committed. */
    void failOver() {
        coordinator.host().end();
        log.regain();
        begin();
    }

    private void begin() {
        coordinator = new GroupCoordinator(config, log, clock, timers, Faults.NONE, random.fork("epoch " + epoch),
                COMMIT_TIMEOUT_MS * 1_000_000L);
        coordinator.host().begin(++epoch);
        for (int i = 0; i < log.records().size(); i++) {
            coordinator.host().replay(reread(log.records().get(i)), i);
        }
        coordinator.host().loaded();
        if (coordinator.host().stage() != MachineStage.ACTIVE) {
            throw new AssertionError("not loaded but " + coordinator.host().stage());
        }
    }

    Recorder<DescribeGroupsResponse.DescribedGroup> describing(String groupId, boolean knowsNotFound) {
        Recorder<DescribeGroupsResponse.DescribedGroup> reply = new Recorder<>();
        coordinator.describe(groupId, knowsNotFound, reply);
        settle();
        return reply;
    }

    String state() {
        return describing(GROUP, false).answer().groupState();
    }

    List<String> list(List<String> states, List<String> types) {
        Recorder<List<ListGroupsResponse.ListedGroup>> reply = new Recorder<>();
        coordinator.list(states, types, reply);
        return reply.answer().stream().map(ListGroupsResponse.ListedGroup::groupId).toList();
    }

    short delete(String groupId) {
        Recorder<List<DeleteGroupsResponse.DeletableGroupResult>> reply = new Recorder<>();
        coordinator.delete(List.of(groupId), reply);
        settle();
        return reply.answer().get(0).errorCode();
    }

    /** What is committed for partition 0 of a topic; -1 if nothing is. */
    long committed(String topic) {
        return fetching(topic).answer().topics().get(0).partitions().get(0).committedOffset();
    }

    Recorder<OffsetFetchResponse.OffsetFetchResponseGroup> fetching(String topic) {
        Recorder<OffsetFetchResponse.OffsetFetchResponseGroup> reply = new Recorder<>();
        coordinator.fetch(OffsetFetchRequest.OffsetFetchRequestGroup.builder().groupId(GROUP).topics(List.of(
                OffsetFetchRequest.OffsetFetchRequestTopics.builder().name(topic).partitionIndexes(List.of(0))
                        .build())).build(), reply);
        settle();
        return reply;
    }

    void deleteTopic(String topic) {
        coordinator.topicsEnded((name, id) -> name.equals(topic), new Recorder<>());
        settle();
    }

    static BufferSlice bytes(String text) {
        return BufferSlice.of(text.getBytes(StandardCharsets.UTF_8));
    }

    static String text(BufferSlice bytes) {
        return new String(bytes.toByteArray(), StandardCharsets.UTF_8);
    }

    /** What a consumer says of itself. */
    static BufferSlice subscription(String... topics) {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        WireWriter out = new WireWriter().wrap(buffer, 0);
        out.writeInt16((short) 1);
        ConsumerProtocolSubscription.builder().topics(List.of(topics)).build().write(out, (short) 1);
        return BufferSlice.of(new BufferSlice(buffer, 0, out.sizeBytes()).toByteArray());
    }

    /** A record as it comes back from the log. */
    static GroupRecord reread(GroupRecord record) {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        WireWriter out = new WireWriter().wrap(buffer, 0);
        GroupRecordCodec.writeKey(record, out);
        BufferSlice key = BufferSlice.of(new BufferSlice(buffer, 0, out.sizeBytes()).toByteArray());
        if (record.value() == null) {
            return GroupRecordCodec.read(key, null);
        }
        GroupRecordCodec.writeValue(record, out.wrap(buffer, 0));
        return GroupRecordCodec.read(key, BufferSlice.of(new BufferSlice(buffer, 0, out.sizeBytes()).toByteArray()));
    }
}
