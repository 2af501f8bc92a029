package dev.seedlog.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.Uuid;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class VoterSetTest {

    private static final Uuid OLD_DISK = new Uuid(1, 1);
    private static final Uuid NEW_DISK = new Uuid(1, 2);

    private static VoterSet set(ReplicaKey... keys) {
        return new VoterSet(Arrays.stream(keys).map(key -> Voter.of(key, Endpoints.NONE)).toList());
    }

    private static VoterSet set(int... ids) {
        return set(Arrays.stream(ids).mapToObj(ReplicaKey::of).toArray(ReplicaKey[]::new));
    }

    @Test
    void aMajorityIsMoreThanHalf() {
        assertEquals(1, set(1).majority());
        assertEquals(2, set(1, 2).majority());
        assertEquals(2, set(1, 2, 3).majority());
        assertEquals(3, set(1, 2, 3, 4, 5).majority());
    }

    @Test
    void aVoterThatLostItsDiskIsNoVoterUntilTheSetSaysSo() {
        VoterSet voters = set(new ReplicaKey(1, OLD_DISK));
        assertTrue(voters.isVoter(new ReplicaKey(1, OLD_DISK)));
        assertFalse(voters.isVoter(new ReplicaKey(1, NEW_DISK)));
        assertFalse(voters.isVoter(ReplicaKey.of(1)));
        assertTrue(set(1).isVoter(new ReplicaKey(1, NEW_DISK)), "a static set knows no directories");
    }

    @Test
    void majoritiesOverlapIfOneVoterDiffers() {
        assertTrue(set(1, 2, 3).hasOverlappingMajority(set(1, 2, 3)));
        assertTrue(set(1, 2, 3).hasOverlappingMajority(set(1, 2, 3, 4)));
        assertTrue(set(1, 2, 3, 4).hasOverlappingMajority(set(2, 3, 4)));
        assertFalse(set(1, 2, 3).hasOverlappingMajority(set(1, 2, 4)), "one replaced is one added and one removed");
    }

    @Test
    void twoVotersOfOneIdAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> set(1, 2, 1));
    }

    @Test
    void aTruncationBringsBackTheVotersFromBefore() {
        ControlHistory history = new ControlHistory(set(1));
        history.add(new ControlRecord.Version(3, 1));
        history.add(new ControlRecord.Voters(4, set(1, 2)));
        history.add(new ControlRecord.Voters(9, set(1, 2, 3)));
        assertEquals(set(1, 2, 3), history.lastVoters());
        assertEquals(set(1, 2), history.votersBefore(9));
        history.truncateTo(9);
        assertEquals(set(1, 2), history.lastVoters());
        assertEquals(1, history.lastVersion());
        history.truncateTo(3);
        assertEquals(set(1), history.lastVoters());
        assertEquals(0, history.lastVersion());
    }

    @Test
    void whatIsInForceAtTheLogsStartIsKept() {
        ControlHistory history = new ControlHistory(VoterSet.EMPTY);
        history.add(new ControlRecord.Voters(1, set(1)));
        history.add(new ControlRecord.Voters(4, set(1, 2)));
        history.forgetBefore(6);
        assertEquals(set(1, 2), history.lastVoters());
        assertEquals(VoterSet.EMPTY, history.votersBefore(4));
        assertEquals(List.of(), VoterSet.EMPTY.voters());
    }
}
