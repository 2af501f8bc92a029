package dev.seedlog.group;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.base.Invariant;
import dev.seedlog.wire.coordinator.CoordinatorRecordType;
import dev.seedlog.wire.coordinator.GroupMetadataKey;
import dev.seedlog.wire.coordinator.GroupMetadataValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A group of the classic protocol: its generation, its members, and the rebalance that it may be in. It holds the
 * facts; {@link Rebalances} knows what follows from what.
 */
final class ClassicGroup {

    static final int NO_GENERATION = 0;

    private final String id;
    private GroupState state = GroupState.EMPTY;
    private long stateSinceMs;
    private int generation = NO_GENERATION;
    private String protocolType;
    private String protocol;
    private String leaderId;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final Map<String, String> memberIdByInstance = new LinkedHashMap<>();
    private final Map<String, Deadlines.Deadline> promised = new LinkedHashMap<>();
    private final RebalanceTiming timing = new RebalanceTiming();

    ClassicGroup(String id, long nowMs) {
        this.id = id;
        this.stateSinceMs = nowMs;
    }

    String id() {
        return id;
    }

    GroupState state() {
        return state;
    }

    boolean is(GroupState other) {
        return state == other;
    }

    long stateSinceMs() {
        return stateSinceMs;
    }

    void become(GroupState next, long nowMs) {
        Invariant.check(state.canBecome(next), "group-state", "group " + id + " goes from " + state + " to " + next);
        state = next;
        stateSinceMs = nowMs;
    }

    int generation() {
        return generation;
    }

    /** "consumer", "connect" and so on; null until the first member joins. */
    String protocolType() {
        return protocolType;
    }

    /** The assignor of this generation; null without one. */
    String protocol() {
        return protocol;
    }

    /** The member that assigns; null without members. */
    String leaderId() {
        return leaderId;
    }

    boolean isLeader(Member member) {
        return member.id().equals(leaderId);
    }

    RebalanceTiming timing() {
        return timing;
    }

    Collection<Member> members() {
        return members.values();
    }

    Member member(String memberId) {
        return members.get(memberId);
    }

    /** The member that goes by an instance id; null if there is none. */
    Member staticMember(String instanceId) {
        String memberId = instanceId == null ? null : memberIdByInstance.get(instanceId);
        return memberId == null ? null : members.get(memberId);
    }

    int size() {
        return members.size();
    }

    /** Members whose join waits. */
    int joined() {
        int joined = 0;
        for (Member member : members.values()) {
            joined += member.waitingJoin() != null ? 1 : 0;
        }
        return joined;
    }

    /** Whether every member has asked for its assignment in this generation. */
    boolean allSynced() {
        for (Member member : members.values()) {
            if (!member.synced()) {
                return false;
            }
        }
        return true;
    }

    /** Whether nobody is missing: neither a member of the last generation nor one that was given an id. */
    boolean allJoined() {
        return promised.isEmpty() && joined() == members.size();
    }

    /** An id was given out, and its bearer is expected to join with it (KIP-394). */
    void promise(String memberId, Deadlines.Deadline until) {
        promised.put(memberId, until);
    }

    boolean isPromised(String memberId) {
        return promised.containsKey(memberId);
    }

    /** The bearer came, or is no longer waited for; returns the deadline until which it was. */
    Deadlines.Deadline redeem(String memberId) {
        return promised.remove(memberId);
    }

    Collection<Deadlines.Deadline> promises() {
        return promised.values();
    }

    void add(Member member, String memberProtocolType) {
        if (members.isEmpty()) {
            protocolType = memberProtocolType;
        }
        members.put(member.id(), member);
        if (member.instanceId() != null) {
            memberIdByInstance.put(member.instanceId(), member.id());
        }
        if (leaderId == null) {
            leaderId = member.id();
        }
    }

    void remove(Member member) {
        members.remove(member.id());
        if (member.instanceId() != null) {
            memberIdByInstance.remove(member.instanceId(), member.id());
        }
        if (isLeader(member)) {
            leaderId = members.isEmpty() ? null : members.keySet().iterator().next();
        }
    }

    /** A static member came back under a new id and takes the old one's place. */
    void replace(Member old, Member successor) {
        boolean led = isLeader(old);
        remove(old);
        add(successor, protocolType);
        if (led) {
            leaderId = successor.id();
        }
    }

    /** The leader of the last generation, or else the first member that joined; false if nobody joined. */
    boolean electJoinedLeader() {
        Member leader = leaderId == null ? null : members.get(leaderId);
        if (leader != null && leader.waitingJoin() != null) {
            return true;
        }
        for (Member member : members.values()) {
            if (member.waitingJoin() != null) {
                leaderId = member.id();
                return true;
            }
        }
        return false;
    }

    /** Begins a generation with the members there are. */
    void nextGeneration(long nowMs) {
        generation++;
        if (members.isEmpty()) {
            protocol = null;
            leaderId = null;
            become(GroupState.EMPTY, nowMs);
        } else {
            protocol = preferredProtocol();
            become(GroupState.COMPLETING_REBALANCE, nowMs);
            members.values().forEach(Member::generationBegins);
        }
    }

    /** Whether someone who knows these protocols could join. */
    boolean accepts(String joinerProtocolType, List<Protocol> protocols) {
        if (joinerProtocolType.isEmpty() || protocols.isEmpty()) {
            return false;
        }
        if (members.isEmpty()) {
            return true;
        }
        return joinerProtocolType.equals(protocolType)
                && protocols.stream().anyMatch(each -> knownToAll(each.name()));
    }

    /** The protocol that all know and most prefer. */
    String preferredProtocol() {
        Map<String, Integer> votes = new LinkedHashMap<>();
        for (Member member : members.values()) {
            for (Protocol each : member.protocols()) {
                if (knownToAll(each.name())) {
                    votes.merge(each.name(), 1, Integer::sum);
                    break;
                }
            }
        }
        String winner = null;
        for (Map.Entry<String, Integer> vote : votes.entrySet()) {
            if (winner == null || vote.getValue() > votes.get(winner)) {
                winner = vote.getKey();
            }
        }
        return winner;
    }

    /** The longest time that a member may take to join again. */
    int rebalanceTimeoutMs() {
        // At least something: what is due at once would be due again before anything else could happen.
        int longest = 1;
        for (Member member : members.values()) {
            longest = Math.max(longest, member.rebalanceTimeoutMs());
        }
        return longest;
    }

    /** The group as its log keeps it, with the given assignments. */
    GroupRecord toRecord(Map<String, BufferSlice> assignments, long nowMs) {
        List<GroupMetadataValue.MemberMetadata> kept = new ArrayList<>(members.size());
        for (Member member : members.values()) {
            kept.add(GroupMetadataValue.MemberMetadata.builder().memberId(member.id())
                    .groupInstanceId(member.instanceId()).clientId(member.client().id())
                    .clientHost(member.client().host()).rebalanceTimeout(member.rebalanceTimeoutMs())
                    .sessionTimeout(member.sessionTimeoutMs()).subscription(member.metadata(protocol))
                    .assignment(assignments.getOrDefault(member.id(), BufferSlice.EMPTY)).build());
        }
        GroupMetadataValue value = GroupMetadataValue.builder().protocolType(protocolType == null ? "" : protocolType)
                .generation(generation).protocol(protocol).leader(leaderId).currentStateTimestamp(nowMs).members(kept)
                .build();
        return new GroupRecord(CoordinatorRecordType.GROUP_METADATA, key(), value);
    }

    /** Says that the group is no more. */
    GroupRecord toTombstone() {
        return new GroupRecord(CoordinatorRecordType.GROUP_METADATA, key(), null);
    }

    /**
     * Becomes what the log says. Members that are known already keep what else they said of themselves: the log has
     * only what concerns the protocol that was chosen.
     */
    void install(GroupMetadataValue value) {
        generation = value.generation();
        protocolType = value.protocolType().isEmpty() ? null : value.protocolType();
        protocol = value.protocol();
        stateSinceMs = value.currentStateTimestamp();
        Map<String, Member> known = new LinkedHashMap<>(members);
        members.clear();
        memberIdByInstance.clear();
        leaderId = null;
        for (GroupMetadataValue.MemberMetadata kept : value.members()) {
            Member member = known.remove(kept.memberId());
            if (member == null) {
                member = new Member(kept.memberId(), kept.groupInstanceId(),
                        new ClientIdentity(kept.clientId(), kept.clientHost()));
            }
            // Before version 1 of the value there was one timeout for both.
            int rebalanceTimeoutMs = kept.rebalanceTimeout() < 0 ? kept.sessionTimeout() : kept.rebalanceTimeout();
            if (!member.saidOf(protocol, kept.subscription()) || member.sessionTimeoutMs() != kept.sessionTimeout()
                    || member.rebalanceTimeoutMs() != rebalanceTimeoutMs) {
                member.tells(rebalanceTimeoutMs, kept.sessionTimeout(),
                        List.of(new Protocol(protocol == null ? "" : protocol, owned(kept.subscription()))));
            }
            member.assign(owned(kept.assignment()));
            add(member, protocolType);
        }
        leaderId = value.leader();
        state = members.isEmpty() ? GroupState.EMPTY : GroupState.STABLE;
    }

    /** A copy that outlives the buffer that the bytes were read from. */
    static BufferSlice owned(BufferSlice bytes) {
        return bytes == null || bytes.lengthBytes() == 0 ? BufferSlice.EMPTY : BufferSlice.of(bytes.toByteArray());
    }

    private GroupMetadataKey key() {
        return GroupMetadataKey.builder().group(id).build();
    }

    private boolean knownToAll(String name) {
        for (Member member : members.values()) {
            if (!member.supports(name)) {
                return false;
            }
        }
        return true;
    }
}
