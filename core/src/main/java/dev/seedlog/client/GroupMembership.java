package dev.seedlog.client;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.base.Invariant;
import dev.seedlog.base.Nanos;
import dev.seedlog.env.CloseReason;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.Timer;
import dev.seedlog.log.TopicPartition;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.WireReader;
import dev.seedlog.wire.frame.ResponseHandler;
import dev.seedlog.wire.message.HeartbeatResponse;
import dev.seedlog.wire.message.JoinGroupResponse;
import dev.seedlog.wire.message.LeaveGroupResponse;
import dev.seedlog.wire.message.SyncGroupResponse;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * A member's side of the classic group protocol: it finds the coordinator, joins, gets its assignment, says that it
 * lives, and begins again whenever it is told that the group moved on. An answer counts only in the round in which it
 * was asked for.
 */
final class GroupMembership {

    private final ClusterClient cluster;
    private final GroupSettings settings;
    private final Owner owner;
    private final GroupRequests requests;
    private final CoordinatorLookup lookup;
    private final Timer heartbeat;
    private final Timer retry;
    private final long backoffNanos;
    private MemberState state = MemberState.UNJOINED;
    private GroupGeneration generation = GroupGeneration.NONE;
    private String protocolName;
    private long round;
    private boolean prepared;
    private boolean beating;
    private boolean rejoin;

    /** Whoever wants to be a member. */
    interface Owner {

        /** About to join: once all that comes before is done, {@link GroupMembership#prepared()} is called. */
        void onPrepare();

        /** What it tells the others of itself. */
        ConsumerProtocol.Subscription onJoin();

        /** It leads the generation: it divides the partitions. */
        SortedMap<String, BufferSlice> onLead(SortedMap<String, ConsumerProtocol.Subscription> members);

        /** It has its assignment in the present generation. */
        void onAssigned(SortedSet<TopicPartition> assigned);

        /** It is not in the generation any more, and others may have its partitions already. */
        void onFenced();

        /** It is no member any more; {@code NONE} if it left of itself, otherwise why it can be none. */
        void onStopped(ErrorCode why);
    }

    GroupMembership(ShardEnv env, ClusterClient cluster, GroupSettings settings, Owner owner) {
        this.cluster = cluster;
        this.settings = settings;
        this.owner = owner;
        this.requests = new GroupRequests(settings);
        this.backoffNanos = cluster.settings().minBackoffNanos();
        this.lookup = new CoordinatorLookup(env, cluster, settings.groupId(), backoffNanos, new Found());
        this.heartbeat = env.timers().create("heartbeat", this::beat);
        this.retry = env.timers().create("join retry", this::advance);
    }

    MemberState state() {
        return state;
    }

    GroupGeneration generation() {
        return generation;
    }

    /** The way to the coordinator, if it is known and ready. */
    ClientChannel coordinator() {
        return lookup.channel();
    }

    /** The coordinator did not answer, or said that it is none. */
    void coordinatorWrong() {
        lookup.wrong();
    }

    /** Does what can be done. */
    void advance() {
        if (state == MemberState.STABLE && rejoin) {
            become(MemberState.UNJOINED);
        }
        if (retry.armed() || state != MemberState.UNJOINED && state != MemberState.PREPARING) {
            return;
        }
        if (lookup.channel() == null) {
            return;
        }
        if (state == MemberState.UNJOINED) {
            prepared = false;
            become(MemberState.PREPARING);
            owner.onPrepare();
        } else if (prepared) {
            join();
        }
    }

    /** All that had to be done before joining is done. */
    void prepared() {
        prepared = true;
        advance();
    }

    /** The group has to be formed anew: somebody said so, or this member has something new to say. */
    void rejoin() {
        rejoin = true;
        advance();
    }

    /** The coordinator refused something that was sent in {@code in}, saying that this member is not in it. */
    void fenced(GroupGeneration in, ErrorCode error) {
        if (generation.equals(in) && state != MemberState.LEAVING && state != MemberState.STOPPED) {
            generation = error == ErrorCode.UNKNOWN_MEMBER_ID ? GroupGeneration.NONE : generation.left();
            round++;
            heartbeat.stop();
            if (state != MemberState.UNJOINED) {
                become(MemberState.UNJOINED);
            }
            owner.onFenced();
            advance();
        }
    }

    /** Leaves the group; a static member only goes away, since it may come back (KIP-345). */
    void leave() {
        ClientChannel channel = lookup.channel();
        boolean known = !generation.memberId().isEmpty() && settings.instanceId() == null;
        quiet();
        if (channel != null && known) {
            become(MemberState.LEAVING);
            boolean sent = channel.send(Api.LEAVE_GROUP,
                    requests.leave(generation, channel.version(Api.LEAVE_GROUP)), new LeaveAnswer());
            if (sent) {
                return;
            }
        }
        stop(ErrorCode.NONE);
    }

    /** Is silent from now on, without a word to the coordinator. */
    void abandon() {
        quiet();
        lookup.stop();
        if (state != MemberState.STOPPED) {
            become(MemberState.STOPPED);
        }
    }

    private void quiet() {
        round++;
        heartbeat.stop();
        retry.stop();
    }

    private void stop(ErrorCode why) {
        abandon();
        generation = generation.left();
        owner.onStopped(why);
    }

    private void become(MemberState next) {
        Invariant.check(state.next().contains(next), "client-member-state",
                "a member of a group went from " + state + " to " + next);
        state = next;
    }

    private void retryLater() {
        round++;
        become(MemberState.UNJOINED);
        retry.startIn(backoffNanos);
    }

    private void join() {
        ClientChannel channel = lookup.channel();
        rejoin = false;
        round++;
        become(MemberState.JOINING);
        heartbeat.stop();
        boolean sent = channel.send(Api.JOIN_GROUP, requests.join(generation, owner.onJoin()),
                Nanos.ofMillis(settings.rebalanceTimeoutMs()), new JoinAnswer(round));
        if (!sent) {
            retryLater();
        }
    }

    private void joined(JoinGroupResponse response) {
        ErrorCode error = ErrorCode.forCode(response.errorCode());
        switch (error) {
            case NONE -> {
                generation = new GroupGeneration(response.generationId(), response.memberId());
                protocolName = response.protocolName();
                become(MemberState.SYNCING);
                sync(response);
            }
            case MEMBER_ID_REQUIRED -> {
                generation = new GroupGeneration(GroupGeneration.NO_GENERATION, response.memberId());
                become(MemberState.UNJOINED);
                advance();
            }
            default -> failed(error);
        }
    }

    private void sync(JoinGroupResponse response) {
        SortedMap<String, BufferSlice> assignments = new TreeMap<>();
        if (response.leader().equals(generation.memberId()) && !response.skipAssignment()) {
            SortedMap<String, ConsumerProtocol.Subscription> members = new TreeMap<>();
            response.members().forEach(member -> members.put(member.memberId(),
                    ConsumerProtocol.subscription(member.metadata())));
            assignments.putAll(owner.onLead(members));
        }
        ClientChannel channel = lookup.channel();
        boolean sent = channel != null && channel.send(Api.SYNC_GROUP,
                requests.sync(generation, protocolName, assignments, channel.version(Api.SYNC_GROUP)),
                Nanos.ofMillis(settings.rebalanceTimeoutMs()), new SyncAnswer(round));
        if (!sent) {
            retryLater();
        }
    }

    private void synced(SyncGroupResponse response) {
        ErrorCode error = ErrorCode.forCode(response.errorCode());
        if (error != ErrorCode.NONE) {
            failed(error);
            return;
        }
        SortedSet<TopicPartition> assigned = ConsumerProtocol.assignment(response.assignment());
        become(MemberState.STABLE);
        heartbeat.startIn(Nanos.ofMillis(settings.heartbeatIntervalMs()));
        owner.onAssigned(assigned);
        advance();
    }

    /** A join or a sync was refused. */
    private void failed(ErrorCode error) {
        switch (error) {
            case UNKNOWN_MEMBER_ID, ILLEGAL_GENERATION -> fenced(generation, error);
            case REBALANCE_IN_PROGRESS -> {
                round++;
                become(MemberState.UNJOINED);
                advance();
            }
            case NOT_COORDINATOR, COORDINATOR_NOT_AVAILABLE -> {
                lookup.wrong();
                retryLater();
            }
            default -> {
                if (error.isRetriable() || error == ErrorCode.UNKNOWN_SERVER_ERROR) {
                    retryLater();
                } else {
                    stop(error);
                }
            }
        }
    }

    private void beat() {
        boolean due = generation.known() && (state == MemberState.STABLE || state == MemberState.UNJOINED
                || state == MemberState.PREPARING);
        if (!due) {
            return;
        }
        heartbeat.startIn(Nanos.ofMillis(settings.heartbeatIntervalMs()));
        ClientChannel channel = lookup.channel();
        if (!beating && channel != null) {
            beating = channel.send(Api.HEARTBEAT, requests.heartbeat(generation), new HeartbeatAnswer(generation));
        }
    }

    private void beaten(GroupGeneration in, ErrorCode error) {
        switch (error) {
            case NONE -> {
                // It is known to live.
            }
            case REBALANCE_IN_PROGRESS -> {
                if (generation.equals(in)) {
                    rejoin();
                }
            }
            case UNKNOWN_MEMBER_ID, ILLEGAL_GENERATION -> fenced(in, error);
            case FENCED_INSTANCE_ID, GROUP_AUTHORIZATION_FAILED -> stop(error);
            default -> lookup.wrong();
        }
    }

    /** Hears of the coordinator. */
    private final class Found implements CoordinatorLookup.Listener {
        @Override
        public void onProgress() {
            advance();
        }

        @Override
        public void onRefused(ErrorCode error) {
            if (state != MemberState.LEAVING && state != MemberState.STOPPED) {
                stop(error);
            }
        }
    }

    /** Hears of the generation that was formed. */
    private final class JoinAnswer implements ResponseHandler {
        private final long askedIn;

        private JoinAnswer(long askedIn) {
            this.askedIn = askedIn;
        }

        @Override
        public void onResponse(WireReader body, short version) {
            JoinGroupResponse response = JoinGroupResponse.read(body, version);
            if (askedIn == round) {
                joined(response);
            }
        }

        @Override
        public void onLost(CloseReason why) {
            lookup.wrong();
            if (askedIn == round) {
                retryLater();
            }
        }
    }

    /** Hears of the assignment. */
    private final class SyncAnswer implements ResponseHandler {
        private final long askedIn;

        private SyncAnswer(long askedIn) {
            this.askedIn = askedIn;
        }

        @Override
        public void onResponse(WireReader body, short version) {
            SyncGroupResponse response = SyncGroupResponse.read(body, version);
            if (askedIn == round) {
                synced(response);
            }
        }

        @Override
        public void onLost(CloseReason why) {
            lookup.wrong();
            if (askedIn == round) {
                retryLater();
            }
        }
    }

    /** Hears whether it is still in its generation. */
    private final class HeartbeatAnswer implements ResponseHandler {
        private final GroupGeneration sentIn;

        private HeartbeatAnswer(GroupGeneration sentIn) {
            this.sentIn = sentIn;
        }

        @Override
        public void onResponse(WireReader body, short version) {
            ErrorCode error = ErrorCode.forCode(HeartbeatResponse.read(body, version).errorCode());
            beating = false;
            if (state != MemberState.LEAVING && state != MemberState.STOPPED) {
                beaten(sentIn, error);
            }
        }

        @Override
        public void onLost(CloseReason why) {
            beating = false;
            lookup.wrong();
        }
    }

    /** Hears that it has left, or not: either way it is gone. */
    private final class LeaveAnswer implements ResponseHandler {
        @Override
        public void onResponse(WireReader body, short version) {
            LeaveGroupResponse.read(body, version);
            finish();
        }

        @Override
        public void onLost(CloseReason why) {
            finish();
        }

        private void finish() {
            if (state == MemberState.LEAVING) {
                stop(ErrorCode.NONE);
            }
        }
    }
}
