package dev.seedlog.group;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.base.Nanos;
import dev.seedlog.machine.DecisionPoint;
import dev.seedlog.machine.Refusal;
import dev.seedlog.machine.Reply;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.JoinGroupResponse;
import dev.seedlog.wire.message.SyncGroupResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How a classic group gets from one generation to the next.
 *
 * <p>A rebalance is prepared when the membership changes: all are told by their next heartbeat, and join again. When
 * all have, or the longest of their rebalance timeouts is over, a generation begins with those that joined; its
 * leader assigns, and everyone fetches the assignment by a sync.
 */
final class Rebalances {

    /** The longest that a join of a new member may wait; Kafka's too. */
    private static final int FRESH_MEMBER_TIMEOUT_MS = 300_000;

    private final GroupConfig config;
    private final Deadlines deadlines;

    Rebalances(GroupConfig config, Deadlines deadlines) {
        this.config = config;
        this.deadlines = deadlines;
    }

    /** The membership has changed: asks everybody to join again, or looks whether that is done already. */
    void membershipChanged(ClassicGroup group, DecisionPoint at, List<GroupRecord> records) {
        switch (group.state()) {
            case EMPTY, COMPLETING_REBALANCE, STABLE -> prepare(group, at, records);
            case PREPARING_REBALANCE -> completeIfAllJoined(group, at, records);
            case DEAD -> { }
        }
    }

    /** Begins the next generation if nobody is missing. */
    void completeIfAllJoined(ClassicGroup group, DecisionPoint at, List<GroupRecord> records) {
        if (group.is(GroupState.PREPARING_REBALANCE) && !group.timing().inInitialDelay() && group.allJoined()) {
            complete(group, at, records);
        }
    }

    /** The member's time starts anew: it has just been heard of. */
    void renewSession(ClassicGroup group, Member member, DecisionPoint at) {
        renewSession(group, member, at.nowNanos());
    }

    private void renewSession(ClassicGroup group, Member member, long nowNanos) {
        armSession(group, member, nowNanos, Math.max(1, member.sessionTimeoutMs()));
    }

    private void armSession(ClassicGroup group, Member member, long nowNanos, int timeoutMs) {
        deadlines.cancel(member.session());
        long until = nowNanos + Nanos.ofMillis(timeoutMs);
        member.session(deadlines.arm(until, (then, records) -> sessionExpired(group, member, then, records)));
    }

    /**
     * Waits for someone who joins for the first time. It cannot beat before its join is answered, and if its connection
     * ends meanwhile it may come again as somebody else; so its time is long, but ends even while its join waits.
     */
    void expectFresh(ClassicGroup group, Member member, DecisionPoint at) {
        member.fresh(true);
        armSession(group, member, at.nowNanos(), FRESH_MEMBER_TIMEOUT_MS);
    }

    /** A member has asked for its assignment; once all have, nobody needs to be waited for. */
    void synced(ClassicGroup group, Member member) {
        member.synced(true);
        if (group.allSynced()) {
            deadlines.cancel(group.timing().sync());
        }
    }

    /** Gives an id to someone who has to come back with it, and waits a session timeout for that. */
    void promise(ClassicGroup group, String memberId, int sessionTimeoutMs, DecisionPoint at) {
        long until = at.nowNanos() + Nanos.ofMillis(Math.max(1, sessionTimeoutMs));
        group.promise(memberId, deadlines.arm(until, (then, records) -> {
            group.redeem(memberId);
            completeIfAllJoined(group, then, records);
        }));
    }

    /** Stops waiting for the bearer of an id. */
    void redeem(ClassicGroup group, String memberId) {
        deadlines.cancel(group.redeem(memberId));
    }

    /** Takes a member out; what it waits for is refused. */
    void remove(ClassicGroup group, Member member, ErrorCode why) {
        deadlines.cancel(member.session());
        refuseWaiting(member, why);
        group.remove(member);
    }

    /** A static member came back under a new id; the old one is fenced (KIP-345). */
    void replace(ClassicGroup group, Member old, Member successor) {
        deadlines.cancel(old.session());
        refuseWaiting(old, ErrorCode.FENCED_INSTANCE_ID);
        successor.assign(old.assignment());
        successor.synced(old.synced());
        group.replace(old, successor);
    }

    /** The leader's assignment is committed: every member of that generation that waits for it gets its own. */
    void propagate(ClassicGroup group, int generation, long nowNanos) {
        if (!group.is(GroupState.STABLE) || group.generation() != generation) {
            return;
        }
        for (Member member : group.members()) {
            Reply<SyncGroupResponse> waiting = member.waitingSync();
            if (waiting != null) {
                member.waitForSync(null);
                renewSession(group, member, nowNanos);
                synced(group, member);
                waiting.answer(syncAnswer(group, member));
            }
        }
    }

    /** There will be no answer for those who wait for this generation's assignment. */
    void refuseSyncs(ClassicGroup group, int generation, Refusal why, long nowNanos) {
        if (group.generation() != generation) {
            return;
        }
        for (Member member : group.members()) {
            Reply<SyncGroupResponse> waiting = member.waitingSync();
            if (waiting != null) {
                member.waitForSync(null);
                member.synced(false);
                renewSession(group, member, nowNanos);
                waiting.refuse(why);
            }
        }
    }

    /** The group is no more: nothing of it is due any longer. */
    void dissolve(ClassicGroup group, ErrorCode why) {
        deadlines.cancel(group.timing().join());
        deadlines.cancel(group.timing().sync());
        group.promises().forEach(deadlines::cancel);
        for (Member member : new ArrayList<>(group.members())) {
            remove(group, member, why);
        }
    }

    /** What a member hears that joins the generation there is. */
    static JoinGroupResponse joinAnswer(ClassicGroup group, Member member) {
        List<JoinGroupResponse.JoinGroupResponseMember> all = new ArrayList<>();
        if (group.isLeader(member)) {
            for (Member each : group.members()) {
                all.add(JoinGroupResponse.JoinGroupResponseMember.builder().memberId(each.id())
                        .groupInstanceId(each.instanceId()).metadata(each.metadata(group.protocol())).build());
            }
        }
        return JoinGroupResponse.builder().generationId(group.generation()).protocolType(group.protocolType())
                .protocolName(group.protocol()).leader(group.leaderId()).memberId(member.id()).members(all).build();
    }

    /** What a member hears about its assignment. */
    static SyncGroupResponse syncAnswer(ClassicGroup group, Member member) {
        return SyncGroupResponse.builder().protocolType(group.protocolType()).protocolName(group.protocol())
                .assignment(member.assignment()).build();
    }

    private void prepare(ClassicGroup group, DecisionPoint at, List<GroupRecord> records) {
        for (Member member : group.members()) {
            if (member.waitingSync() != null) {
                // It could not beat while it waited.
                renewSession(group, member, at);
                refuseSync(member, ErrorCode.REBALANCE_IN_PROGRESS);
            }
            if (group.is(GroupState.COMPLETING_REBALANCE)) {
                member.assign(BufferSlice.EMPTY);
            }
        }
        deadlines.cancel(group.timing().sync());
        boolean first = group.is(GroupState.EMPTY);
        group.become(GroupState.PREPARING_REBALANCE, at.epochMillis());
        if (first && config.initialRebalanceDelayMs() <= 0) {
            complete(group, at, records);
        } else if (first) {
            int delayMs = config.initialRebalanceDelayMs();
            group.timing().beginInitialDelay(Math.max(0, group.rebalanceTimeoutMs() - delayMs));
            armInitialDelay(group, delayMs, at);
        } else {
            group.timing().endInitialDelay();
            armJoin(group, at);
            completeIfAllJoined(group, at, records);
        }
    }

    /** Collects the first members of an empty group for a while, longer if more of them keep coming (KIP-134). */
    private void armInitialDelay(ClassicGroup group, int delayMs, DecisionPoint at) {
        long until = at.nowNanos() + Nanos.ofMillis(delayMs);
        group.timing().join(deadlines.arm(until, (then, records) -> {
            int nextMs = group.timing().nextDelayMs(config.initialRebalanceDelayMs());
            if (nextMs > 0) {
                armInitialDelay(group, nextMs, then);
            } else {
                complete(group, then, records);
            }
        }));
    }

    private void armJoin(ClassicGroup group, DecisionPoint at) {
        long until = at.nowNanos() + Nanos.ofMillis(group.rebalanceTimeoutMs());
        group.timing().join(deadlines.arm(until, (then, records) -> complete(group, then, records)));
    }

    private void complete(ClassicGroup group, DecisionPoint at, List<GroupRecord> records) {
        deadlines.cancel(group.timing().join());
        for (Member member : new ArrayList<>(group.members())) {
            if (member.waitingJoin() == null && member.instanceId() == null) {
                remove(group, member, ErrorCode.UNKNOWN_MEMBER_ID);
            }
        }
        if (group.size() > 0 && !group.electJoinedLeader()) {
            // Only static members are left and none of them is back: their sessions decide, not this rebalance.
            armJoin(group, at);
            return;
        }
        group.timing().endInitialDelay();
        group.nextGeneration(at.epochMillis());
        if (group.is(GroupState.EMPTY)) {
            records.add(group.toRecord(Collections.emptyMap(), at.epochMillis()));
            return;
        }
        long until = at.nowNanos() + Nanos.ofMillis(group.rebalanceTimeoutMs());
        group.timing().sync(deadlines.arm(until, (then, late) -> syncExpired(group, then, late)));
        for (Member member : group.members()) {
            Reply<JoinGroupResponse> waiting = member.waitingJoin();
            member.waitForJoin(null);
            renewSession(group, member, at);
            if (waiting != null) {
                waiting.answer(joinAnswer(group, member));
            }
        }
    }

    /** Members that never asked for their assignment are gone. */
    private void syncExpired(ClassicGroup group, DecisionPoint at, List<GroupRecord> records) {
        boolean changed = false;
        for (Member member : new ArrayList<>(group.members())) {
            if (!member.synced()) {
                remove(group, member, ErrorCode.UNKNOWN_MEMBER_ID);
                changed = true;
            }
        }
        if (changed) {
            membershipChanged(group, at, records);
        }
    }

    private void sessionExpired(ClassicGroup group, Member member, DecisionPoint at, List<GroupRecord> records) {
        if (group.member(member.id()) != member) {
            return;
        }
        if (!member.fresh() && (member.waitingJoin() != null || member.waitingSync() != null)) {
            // It cannot beat while it waits for us.
            renewSession(group, member, at);
            return;
        }
        remove(group, member, ErrorCode.UNKNOWN_MEMBER_ID);
        membershipChanged(group, at, records);
    }

    private static void refuseWaiting(Member member, ErrorCode why) {
        refuseSync(member, why);
        Reply<JoinGroupResponse> join = member.waitingJoin();
        if (join != null) {
            member.waitForJoin(null);
            join.refuse(Refusal.of(why));
        }
    }

    private static void refuseSync(Member member, ErrorCode why) {
        Reply<SyncGroupResponse> sync = member.waitingSync();
        if (sync != null) {
            member.waitForSync(null);
            sync.refuse(Refusal.of(why));
        }
    }
}
