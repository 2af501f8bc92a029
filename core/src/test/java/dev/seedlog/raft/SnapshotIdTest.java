package dev.seedlog.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotIdTest {

    @Test
    void aFileNameHasTheOffsetInTwentyDigitsAndTheEpochInTen() {
        assertEquals("00000000000000012345-0000000007.checkpoint", new SnapshotId(12_345, 7).fileName());
        assertEquals("00000000000000000000-0000000000.checkpoint", SnapshotId.BOOTSTRAP.fileName());
        assertEquals("09223372036854775807-2147483647.checkpoint.part",
                new SnapshotId(Long.MAX_VALUE, Integer.MAX_VALUE).partFileName());
    }

    @Test
    void aFileNameIsReadBack() {
        SnapshotId id = new SnapshotId(Long.MAX_VALUE, Integer.MAX_VALUE);
        assertEquals(Optional.of(id), SnapshotId.parse(id.fileName()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "quorum-state", "00000000000000012345-0000000007.checkpoint.part",
        "00000000000000012345-0000000007.log", "0000000000000001234x-0000000007.checkpoint",
        "00000000000000012345_0000000007.checkpoint", "99999999999999999999-0000000007.checkpoint",
        "00000000000000012345-9999999999.checkpoint", "-0000000000000012345-0000000007.checkpoint"})
    void otherNamesAreNotSnapshots(String name) {
        assertEquals(Optional.empty(), SnapshotId.parse(name));
    }
}
