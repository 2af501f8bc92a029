package dev.seedlog.group;

import dev.seedlog.machine.RefusedException;
import dev.seedlog.wire.ErrorCode;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** The groups of one coordinator, by id. */
final class Groups {

    private final Map<String, ClassicGroup> byId = new LinkedHashMap<>();

    /** Null if there is no such group. */
    ClassicGroup find(String groupId) {
        return byId.get(groupId);
    }

    void add(ClassicGroup group) {
        byId.put(group.id(), group);
    }

    ClassicGroup findOrCreate(String groupId, long nowMs) {
        return byId.computeIfAbsent(groupId, id -> new ClassicGroup(id, nowMs));
    }

    void remove(String groupId) {
        byId.remove(groupId);
    }

    Collection<ClassicGroup> all() {
        return byId.values();
    }

    void clear() {
        byId.clear();
    }

    /**
     * The group and member that a request of a member names.
     *
     * @throws RefusedException if there is no such member, or another bears its instance id (then it is fenced)
     */
    Member require(String groupId, String memberId, String instanceId) {
        ClassicGroup group = byId.get(groupId);
        if (group == null) {
            throw new RefusedException(ErrorCode.UNKNOWN_MEMBER_ID, null);
        }
        return require(group, memberId, instanceId);
    }

    /** As {@link #require(String, String, String)}, of a group that is there. */
    Member require(ClassicGroup group, String memberId, String instanceId) {
        if (instanceId != null) {
            Member bearer = group.staticMember(instanceId);
            if (bearer == null) {
                throw new RefusedException(ErrorCode.UNKNOWN_MEMBER_ID, null);
            }
            if (!bearer.id().equals(memberId)) {
                throw new RefusedException(ErrorCode.FENCED_INSTANCE_ID, null);
            }
            return bearer;
        }
        Member member = group.member(memberId);
        if (member == null) {
            throw new RefusedException(ErrorCode.UNKNOWN_MEMBER_ID, null);
        }
        return member;
    }
}
