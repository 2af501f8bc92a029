package dev.seedlog.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RaftRoleTest {

    private static Set<RaftRole> successors(RaftRole role) {
        EnumSet<RaftRole> successors = EnumSet.noneOf(RaftRole.class);
        for (RaftRole next : RaftRole.values()) {
            if (role.canBecome(next)) {
                successors.add(next);
            }
        }
        return successors;
    }

    @Test
    void onlyACandidateBecomesLeaderAndOnlyALeaderResigns() {
        for (RaftRole role : RaftRole.values()) {
            assertEquals(role == RaftRole.CANDIDATE, role.canBecome(RaftRole.LEADER));
            assertEquals(role == RaftRole.LEADER, role.canBecome(RaftRole.RESIGNED));
        }
    }

    @Test
    void onlyAPreVoteLeadsToAnElection() {
        for (RaftRole role : RaftRole.values()) {
            assertEquals(role == RaftRole.PROSPECTIVE, role.canBecome(RaftRole.CANDIDATE));
        }
    }

    @Test
    void aHigherEpochIsTakenUpFromEveryRole() {
        for (RaftRole role : RaftRole.values()) {
            assertEquals(EnumSet.of(RaftRole.UNATTACHED, RaftRole.FOLLOWER).size(), successors(role).stream()
                    .filter(next -> next == RaftRole.UNATTACHED || next == RaftRole.FOLLOWER).count());
        }
    }
}
