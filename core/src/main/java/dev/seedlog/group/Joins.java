package dev.seedlog.group;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.env.RandomSource;
import dev.seedlog.machine.Decision;
import dev.seedlog.machine.DecisionPoint;
import dev.seedlog.machine.Refusal;
import dev.seedlog.machine.RefusedException;
import dev.seedlog.machine.Reply;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.JoinGroupResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JoinGroup: who may become a member, and when that asks the others to join again.
 *
 * <p>Most joins wait for the next generation; then nothing is decided now, and the member keeps the reply.
 */
final class Joins {

    private final GroupConfig config;
    private final Groups groups;
    private final Rebalances rebalances;
    private final RandomSource random;

    Joins(GroupConfig config, Groups groups, Rebalances rebalances, RandomSource random) {
        this.config = config;
        this.groups = groups;
        this.rebalances = rebalances;
        this.random = random;
    }

    /** What a join comes to: records to append, and the answer unless the member waits for the next generation. */
    Decision<GroupRecord, JoinGroupResponse> join(JoinCommand command, DecisionPoint at,
                                                  Reply<JoinGroupResponse> reply) {
        if (command.sessionTimeoutMs() < config.minSessionTimeoutMs()
                || command.sessionTimeoutMs() > config.maxSessionTimeoutMs()) {
            throw refused(ErrorCode.INVALID_SESSION_TIMEOUT);
        }
        ClassicGroup known = groups.find(command.groupId());
        if (known == null && !command.memberId().isEmpty()) {
            throw refused(ErrorCode.UNKNOWN_MEMBER_ID);
        }
        ClassicGroup group = known != null ? known : new ClassicGroup(command.groupId(), at.epochMillis());
        Attempt attempt = new Attempt(group, command, at, reply);
        if (!hasRoom(group, command)) {
            turnAway(attempt);
            return attempt.toDecision();
        }
        if (!group.accepts(command.protocolType(), command.protocols())) {
            throw refused(ErrorCode.INCONSISTENT_GROUP_PROTOCOL);
        }
        if (known == null) {
            groups.add(group);
        }
        if (command.memberId().isEmpty()) {
            joinNew(attempt);
        } else {
            joinKnown(attempt);
        }
        rebalances.completeIfAllJoined(group, at, attempt.records);
        return attempt.toDecision();
    }

    private void joinNew(Attempt attempt) {
        JoinCommand command = attempt.command;
        Member namesake = attempt.group.staticMember(command.instanceId());
        String name = command.instanceId() != null ? command.instanceId() : command.client().id();
        String memberId = name + "-" + randomUuidText();
        if (namesake != null) {
            joinInPlaceOf(attempt, namesake, memberId);
        } else if (command.instanceId() == null && command.mustBringId()) {
            rebalances.promise(attempt.group, memberId, command.sessionTimeoutMs(), attempt.at);
            attempt.answer = JoinGroupResponse.builder().errorCode(ErrorCode.MEMBER_ID_REQUIRED.code())
                    .memberId(memberId).protocolName(null).build();
        } else {
            addAndRebalance(attempt, memberId);
        }
    }

    private void joinKnown(Attempt attempt) {
        ClassicGroup group = attempt.group;
        JoinCommand command = attempt.command;
        if (command.instanceId() == null && group.isPromised(command.memberId())) {
            rebalances.redeem(group, command.memberId());
            addAndRebalance(attempt, command.memberId());
            return;
        }
        Member member = groups.require(group, command.memberId(), command.instanceId());
        switch (group.state()) {
            case PREPARING_REBALANCE -> rejoin(attempt, member);
            case COMPLETING_REBALANCE -> {
                if (saysTheSame(member, command)) {
                    // It did not hear the answer to its join; the generation need not fail because of that.
                    attempt.answer = Rebalances.joinAnswer(group, member);
                } else {
                    rejoin(attempt, member);
                    rebalances.membershipChanged(group, attempt.at, attempt.records);
                }
            }
            case STABLE -> {
                if (group.isLeader(member) || !saysTheSame(member, command)) {
                    // The leader joins again to have partitions assigned anew: topics may have changed.
                    rejoin(attempt, member);
                    rebalances.membershipChanged(group, attempt.at, attempt.records);
                } else {
                    attempt.answer = Rebalances.joinAnswer(group, member);
                }
            }
            case EMPTY, DEAD -> throw refused(ErrorCode.UNKNOWN_MEMBER_ID);
        }
    }

    private void addAndRebalance(Attempt attempt, String memberId) {
        Member member = new Member(memberId, attempt.command.instanceId(), attempt.command.client());
        tell(member, attempt.command);
        attempt.group.add(member, attempt.command.protocolType());
        attempt.group.timing().memberAdded();
        member.waitForJoin(attempt.reply);
        rebalances.expectFresh(attempt.group, member, attempt.at);
        rebalances.membershipChanged(attempt.group, attempt.at, attempt.records);
    }

    /** A static member that restarted. If the group is stable and it knows the same, nobody else is disturbed. */
    private void joinInPlaceOf(Attempt attempt, Member old, String memberId) {
        ClassicGroup group = attempt.group;
        Member successor = new Member(memberId, old.instanceId(), attempt.command.client());
        tell(successor, attempt.command);
        String oldLeaderId = group.leaderId();
        rebalances.replace(group, old, successor);
        rebalances.renewSession(group, successor, attempt.at);
        if (group.is(GroupState.STABLE) && group.preferredProtocol().equals(group.protocol())) {
            attempt.records.add(group.toRecord(assignments(group), attempt.at.epochMillis()));
            attempt.answer = answerInPlace(attempt, successor, oldLeaderId);
        } else {
            successor.waitForJoin(attempt.reply);
            if (!group.is(GroupState.PREPARING_REBALANCE)) {
                rebalances.membershipChanged(group, attempt.at, attempt.records);
            }
        }
    }

    /** KIP-814: a leader in another's place may be told not to assign; who cannot be told is not told that it leads. */
    private static JoinGroupResponse answerInPlace(Attempt attempt, Member successor, String oldLeaderId) {
        JoinGroupResponse answer = Rebalances.joinAnswer(attempt.group, successor);
        boolean leads = attempt.group.isLeader(successor);
        if (attempt.command.canSkipAssignment()) {
            return answer.toBuilder().skipAssignment(leads).build();
        }
        return answer.toBuilder().leader(oldLeaderId).members(List.of()).build();
    }

    private void rejoin(Attempt attempt, Member member) {
        tell(member, attempt.command);
        Reply<JoinGroupResponse> earlier = member.waitingJoin();
        member.waitForJoin(attempt.reply);
        if (earlier != null) {
            // Its connection is gone, most likely; if not, this makes it ask again without losing its id.
            earlier.refuse(Refusal.of(ErrorCode.REBALANCE_IN_PROGRESS));
        }
    }

    private boolean hasRoom(ClassicGroup group, JoinCommand command) {
        Member member = group.member(command.memberId());
        return switch (group.state()) {
            case EMPTY, DEAD -> true;
            case PREPARING_REBALANCE -> member != null && member.waitingJoin() != null
                    || group.joined() < config.maxSize();
            case COMPLETING_REBALANCE, STABLE -> member != null || group.staticMember(command.instanceId()) != null
                    || group.size() < config.maxSize();
        };
    }

    /** Those who join first have the places; who is late is out of the group, and the others need not wait for it. */
    private void turnAway(Attempt attempt) {
        ClassicGroup group = attempt.group;
        rebalances.redeem(group, attempt.command.memberId());
        Member late = group.member(attempt.command.memberId());
        if (late != null) {
            rebalances.remove(group, late, ErrorCode.GROUP_MAX_SIZE_REACHED);
        }
        attempt.answer = JoinGroupResponse.builder().errorCode(ErrorCode.GROUP_MAX_SIZE_REACHED.code())
                .protocolName(null).build();
        rebalances.completeIfAllJoined(group, attempt.at, attempt.records);
    }

    private static void tell(Member member, JoinCommand command) {
        member.tells(command.rebalanceTimeoutMs(), command.sessionTimeoutMs(), command.protocols());
    }

    private static boolean saysTheSame(Member member, JoinCommand command) {
        return member.protocols().equals(command.protocols());
    }

    private static Map<String, BufferSlice> assignments(ClassicGroup group) {
        Map<String, BufferSlice> assignments = new LinkedHashMap<>();
        group.members().forEach(member -> assignments.put(member.id(), member.assignment()));
        return assignments;
    }

    private static RefusedException refused(ErrorCode error) {
        return new RefusedException(error, null);
    }

    /** Random, in the form of a version 4 UUID (RFC 9562), as clients' logs are used to see it. */
    private String randomUuidText() {
        long high = random.nextLong() & 0xFFFFFFFFFFFF0FFFL | 0x4000L;
        long low = random.nextLong() & 0x3FFFFFFFFFFFFFFFL | 0x8000000000000000L;
        return hex(high >>> 32, 8) + "-" + hex(high >>> 16, 4) + "-" + hex(high, 4) + "-" + hex(low >>> 48, 4) + "-"
                + hex(low, 12);
    }

    private static String hex(long value, int digits) {
        StringBuilder text = new StringBuilder(digits);
        for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
            text.append(Character.forDigit((int) (value >>> shift) & 0xF, 16));
        }
        return text.toString();
    }

    /** One join on its way: what it found and what it has come to so far. */
    private static final class Attempt {
        private final ClassicGroup group;
        private final JoinCommand command;
        private final DecisionPoint at;
        private final Reply<JoinGroupResponse> reply;
        private final List<GroupRecord> records = new ArrayList<>();
        private JoinGroupResponse answer;

        private Attempt(ClassicGroup group, JoinCommand command, DecisionPoint at, Reply<JoinGroupResponse> reply) {
            this.group = group;
            this.command = command;
            this.at = at;
            this.reply = reply;
        }

        private Decision<GroupRecord, JoinGroupResponse> toDecision() {
            return records.isEmpty() ? Decision.immediate(answer) : Decision.atomic(records, answer);
        }
    }
}
