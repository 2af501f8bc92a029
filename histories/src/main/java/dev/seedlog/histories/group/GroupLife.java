package dev.seedlog.histories.group;

import dev.seedlog.histories.OpValue;
import dev.seedlog.histories.Violation;
import dev.seedlog.histories.Violations;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The generations of a group: who is in them, and has what. A group that was deleted begins them anew. */
final class GroupLife {

    /** What a member was told last. */
    private static final class Member {
        private final String id;
        private int process;
        private long generation = -1;
        private long assignedAt;
        /** It left, or crashed: then the group may have come to its end without anybody saying so. */
        private boolean gone;

        private Member(String id) {
            this.id = id;
        }
    }

    /** Who had a partition last, in which generation. */
    private record Owner(Member member, long generation, long since) {
    }

    /** A generation was joined. */
    private record Joined(long generation, long index) {
    }

    private final String group;
    private final Violations violations;
    private final Map<String, Member> members = new HashMap<>();
    private final Map<Long, Owner> owners = new HashMap<>();
    /** Newest last, and each older one larger: the largest since any time is quickly found. */
    private final List<Joined> largest = new ArrayList<>();

    GroupLife(String group, Violations violations) {
        this.group = group;
        this.violations = violations;
    }

    /** The generations begin anew. */
    void begin() {
        members.clear();
        owners.clear();
        largest.clear();
    }

    /** A member was told what it has. */
    void assigned(OpValue.Membership told, int process, long index) {
        Member member = members.computeIfAbsent(told.member(), Member::new);
        if (told.generation() < member.generation) {
            violations.add(GroupAnomaly.NONMONOTONIC_GENERATION, Violation.NO_KEY, "member " + told.member()
                    + " of group " + group + " was in generation " + member.generation + " and is told that it is in "
                    + told.generation(), member.assignedAt, index);
        }
        if (told.generation() != member.generation) {
            member.assignedAt = index;
        }
        member.process = process;
        member.generation = told.generation();
        member.gone = false;
        while (!largest.isEmpty() && largest.get(largest.size() - 1).generation <= told.generation()) {
            largest.remove(largest.size() - 1);
        }
        largest.add(new Joined(told.generation(), index));
        for (long key : told.keys()) {
            Owner owner = owners.put(key, new Owner(member, told.generation(), index));
            if (owner != null && owner.member != member && owner.generation == told.generation()
                    && owner.member.generation == owner.generation && !owner.member.gone) {
                violations.add(GroupAnomaly.OVERLAP, (int) key, "members " + owner.member.id + " and " + member.id
                        + " of group " + group + " both have the partition in generation " + told.generation(),
                        owner.since, index);
            }
        }
    }

    /** A member gave partitions up. */
    void revoked(OpValue.Membership told) {
        Member member = members.get(told.member());
        if (member != null) {
            told.keys().forEach(key -> owners.computeIfPresent(key, (same, owner) -> owner.member == member
                    ? null : owner));
            member.gone |= owners.values().stream().noneMatch(owner -> owner.member == member);
        }
    }

    /** A process is no more. */
    void crashed(int process) {
        members.values().forEach(member -> member.gone |= member.process == process);
    }

    /** When a member was told that it is in a generation; -1 if it never was. */
    long assignedAt(String memberId, long generation) {
        Member member = members.get(memberId);
        return member == null || member.generation != generation ? -1 : member.assignedAt;
    }

    /** The entry by which somebody joined a later generation after the member had joined this one; -1 if nobody did. */
    long overtakenAt(String memberId, long generation) {
        long since = assignedAt(memberId, generation);
        for (int i = 0; since >= 0 && i < largest.size(); i++) {
            Joined joined = largest.get(i);
            if (joined.index > since) {
                return joined.generation > generation ? joined.index : -1;
            }
        }
        return -1;
    }
}
