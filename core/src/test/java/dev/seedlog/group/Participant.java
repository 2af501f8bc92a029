package dev.seedlog.group;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.machine.Recorder;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.HeartbeatRequest;
import dev.seedlog.wire.message.JoinGroupRequest;
import dev.seedlog.wire.message.JoinGroupResponse;
import dev.seedlog.wire.message.LeaveGroupRequest;
import dev.seedlog.wire.message.LeaveGroupResponse;
import dev.seedlog.wire.message.OffsetCommitRequest;
import dev.seedlog.wire.message.OffsetCommitResponse;
import dev.seedlog.wire.message.SyncGroupRequest;
import dev.seedlog.wire.message.SyncGroupResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A client that is, or would like to be, a member. It does what a test tells it and remembers what it hears. */
final class Participant {

    private final GroupStory story;
    private final String name;
    private String instanceId;
    private String memberId = "";
    private int generation = -1;
    private String leader = "";
    private short joinVersion = 9;
    private int sessionMs = GroupStory.SESSION_MS;
    private int rebalanceMs = GroupStory.REBALANCE_MS;
    private String protocolType = "consumer";
    private final List<JoinGroupRequest.JoinGroupRequestProtocol> protocols = new ArrayList<>();

    Participant(GroupStory story, String name) {
        this.story = story;
        this.name = name;
        knows("range", GroupStory.subscription("orders"));
    }

    Participant instance(String id) {
        instanceId = id;
        return this;
    }

    Participant joinVersion(int version) {
        joinVersion = (short) version;
        return this;
    }

    Participant sessionMs(int timeoutMs) {
        sessionMs = timeoutMs;
        return this;
    }

    Participant rebalanceMs(int timeoutMs) {
        rebalanceMs = timeoutMs;
        return this;
    }

    Participant protocolType(String type) {
        protocolType = type;
        return this;
    }

    /** Forgets the protocols that it knew. */
    Participant knowsOnly(String protocol, BufferSlice metadata) {
        protocols.clear();
        return knows(protocol, metadata);
    }

    Participant knows(String protocol, BufferSlice metadata) {
        protocols.add(JoinGroupRequest.JoinGroupRequestProtocol.builder().name(protocol).metadata(metadata).build());
        return this;
    }

    /** The same client with the same memory, as another process that copied it. */
    Participant twin() {
        Participant twin = new Participant(story, name).instance(instanceId).joinVersion(joinVersion);
        twin.memberId = memberId;
        twin.generation = generation;
        return twin;
    }

    String memberId() {
        return memberId;
    }

    Participant memberId(String other) {
        memberId = other;
        return this;
    }

    int generation() {
        return generation;
    }

    Participant generation(int other) {
        generation = other;
        return this;
    }

    boolean leads() {
        return !memberId.isEmpty() && memberId.equals(leader);
    }

    Recorder<JoinGroupResponse> join() {
        JoinGroupRequest request = JoinGroupRequest.builder().groupId(GroupStory.GROUP).memberId(memberId)
                .groupInstanceId(instanceId).sessionTimeoutMs(sessionMs).rebalanceTimeoutMs(rebalanceMs)
                .protocolType(protocolType).protocols(protocols).build();
        Recorder<JoinGroupResponse> reply = new Recorder<>();
        story.coordinator().join(new JoinCommand(request, joinVersion, new ClientIdentity(name, "/10.0.0.1")), reply);
        story.settle();
        return reply;
    }

    /** Joins, twice if it is given an id first. */
    Recorder<JoinGroupResponse> joinWithId() {
        Recorder<JoinGroupResponse> first = join();
        if (first.isDone() && first.answer().errorCode() == ErrorCode.MEMBER_ID_REQUIRED.code()) {
            memberId = first.answer().memberId();
            return join();
        }
        return first;
    }

    /** Takes the answer to a join. */
    JoinGroupResponse hears(Recorder<JoinGroupResponse> reply) {
        JoinGroupResponse answer = reply.answer();
        if (answer.errorCode() != 0) {
            throw new AssertionError(name + " could not join: " + ErrorCode.forCode(answer.errorCode()));
        }
        memberId = answer.memberId();
        generation = answer.generationId();
        leader = answer.leader();
        return answer;
    }

    Recorder<SyncGroupResponse> sync() {
        return sync(Map.of());
    }

    /** Brings along an assignment for each member. */
    Recorder<SyncGroupResponse> sync(Map<Participant, String> assignment) {
        List<SyncGroupRequest.SyncGroupRequestAssignment> assignments = new ArrayList<>();
        assignment.forEach((member, text) -> assignments.add(SyncGroupRequest.SyncGroupRequestAssignment.builder()
                .memberId(member.memberId).assignment(GroupStory.bytes(text)).build()));
        return syncRaw(assignments, protocolType, protocols.get(0).name());
    }

    Recorder<SyncGroupResponse> syncRaw(List<SyncGroupRequest.SyncGroupRequestAssignment> assignments, String type,
                                        String protocol) {
        Recorder<SyncGroupResponse> reply = new Recorder<>();
        story.coordinator().sync(SyncGroupRequest.builder().groupId(GroupStory.GROUP).memberId(memberId)
                .groupInstanceId(instanceId).generationId(generation).protocolType(type).protocolName(protocol)
                .assignments(assignments).build(), reply);
        story.settle();
        return reply;
    }

    ErrorCode heartbeat() {
        return refusalOf(beating());
    }

    Recorder<Void> beating() {
        Recorder<Void> reply = new Recorder<>();
        story.coordinator().heartbeat(HeartbeatRequest.builder().groupId(GroupStory.GROUP).memberId(memberId)
                .groupInstanceId(instanceId).generationId(generation).build(), reply);
        return reply;
    }

    /** Leaves; what it hears is its own error, or that of the whole request. */
    ErrorCode leave() {
        return leaveAs(memberId, instanceId);
    }

    ErrorCode leaveAs(String asMember, String asInstance) {
        Recorder<LeaveGroupResponse> reply = leaving(asMember, asInstance);
        ErrorCode whole = refusalOf(reply);
        return whole != ErrorCode.NONE ? whole : ErrorCode.forCode(reply.answer().members().get(0).errorCode());
    }

    Recorder<LeaveGroupResponse> leaving(String asMember, String asInstance) {
        Recorder<LeaveGroupResponse> reply = new Recorder<>();
        story.coordinator().leave(GroupStory.GROUP, List.of(LeaveGroupRequest.MemberIdentity.builder()
                .memberId(asMember).groupInstanceId(asInstance).build()), reply);
        story.settle();
        return reply;
    }

    Recorder<OffsetCommitResponse> committing(String topic, long offset, String metadata) {
        return committing(topic, offset, metadata, -1, 9);
    }

    Recorder<OffsetCommitResponse> committing(String topic, long offset, String metadata, long retentionMs,
                                              int version) {
        Recorder<OffsetCommitResponse> reply = new Recorder<>();
        OffsetCommitRequest request = OffsetCommitRequest.builder().groupId(GroupStory.GROUP).memberId(memberId)
                .groupInstanceId(instanceId).generationIdOrMemberEpoch(generation).retentionTimeMs(retentionMs)
                .topics(List.of(OffsetCommitRequest.OffsetCommitRequestTopic.builder().name(topic).partitions(List.of(
                        OffsetCommitRequest.OffsetCommitRequestPartition.builder().partitionIndex(0)
                                .committedOffset(offset).committedMetadata(metadata).build())).build())).build();
        story.coordinator().commit(request, (short) version, reply);
        story.settle();
        return reply;
    }

    ErrorCode commit(String topic, long offset) {
        return outcome(committing(topic, offset, ""));
    }

    static ErrorCode outcome(Recorder<OffsetCommitResponse> reply) {
        ErrorCode whole = refusalOf(reply);
        return whole != ErrorCode.NONE ? whole
                : ErrorCode.forCode(reply.answer().topics().get(0).partitions().get(0).errorCode());
    }

    /** Why it was refused as a whole; NONE if it was answered. */
    static ErrorCode refusalOf(Recorder<?> reply) {
        if (!reply.isDone()) {
            throw new AssertionError("nothing was heard");
        }
        return reply.isRefused() ? reply.refusal().error() : ErrorCode.NONE;
    }

    @Override
    public String toString() {
        return name;
    }
}
