package dev.seedlog.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.base.Uuid;
import dev.seedlog.wire.UnsupportedVersionException;
import dev.seedlog.wire.WireMessage;
import dev.seedlog.wire.WireWriter;
import dev.seedlog.wire.coordinator.CoordinatorRecordType;
import dev.seedlog.wire.coordinator.GroupMetadataKey;
import dev.seedlog.wire.coordinator.GroupMetadataValue;
import dev.seedlog.wire.coordinator.OffsetCommitKey;
import dev.seedlog.wire.coordinator.OffsetCommitValue;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.Test;

class GroupRecordCodecTest {

    private static final OffsetCommitKey OFFSET_KEY =
            OffsetCommitKey.builder().group("g").topic("t").partition(3).build();

    @Test
    void offsetsOfAllVersionsAreRead() {
        for (short version = 0; version <= 4; version++) {
            OffsetCommitValue value = OffsetCommitValue.builder().offset(9).metadata("m").commitTimestamp(5).build();
            GroupRecord record = GroupRecordCodec.read(numbered(1, OFFSET_KEY, 0), numbered(version, value, version));
            assertEquals(OFFSET_KEY, record.key());
            assertEquals(new CommittedOffset(9, -1, "m", 5, CommittedOffset.NO_EXPIRY, Uuid.ZERO),
                    CommittedOffset.of((OffsetCommitValue) record.value()), "version " + version);
        }
    }

    @Test
    void groupsOfAllVersionsAreReadAndOldOnesHaveOneTimeout() {
        for (short version = 0; version <= 4; version++) {
            GroupMetadataValue value = GroupMetadataValue.builder().protocolType("consumer").generation(4)
                    .protocol("range").leader("a").members(List.of(GroupMetadataValue.MemberMetadata.builder()
                            .memberId("a").clientId("c").clientHost("/h").sessionTimeout(7_000)
                            .rebalanceTimeout(version == 0 ? -1 : 9_000).subscription(GroupStory.bytes("s"))
                            .assignment(GroupStory.bytes("x")).build())).build();
            GroupRecord record = GroupRecordCodec.read(
                    numbered(2, GroupMetadataKey.builder().group("g").build(), 0), numbered(version, value, version));
            ClassicGroup group = new ClassicGroup("g", 0);
            group.install((GroupMetadataValue) record.value());
            Member member = group.member("a");
            assertEquals(GroupState.STABLE, group.state());
            assertEquals(version == 0 ? 7_000 : 9_000, member.rebalanceTimeoutMs());
            assertEquals("s", GroupStory.text(member.metadata("range")));
            assertEquals("x", GroupStory.text(member.assignment()));
        }
    }

    @Test
    void valuesOfLaterVersionsAreNotGuessedAt() {
        BufferSlice later = BufferSlice.of(new byte[] {0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        assertThrows(UnsupportedVersionException.class,
                () -> GroupRecordCodec.read(numbered(1, OFFSET_KEY, 0), later));
    }

    @Test
    void keysOfOtherKindsAreLeftAlone() {
        assertNull(GroupRecordCodec.read(BufferSlice.of(new byte[] {0, 3, 0}), null));
        assertNull(GroupRecordCodec.read(BufferSlice.of(new byte[] {0, 99}), null));
    }

    @Test
    void keysOfTheFirstVersionAreTheSameKeys() {
        assertEquals(CoordinatorRecordType.OFFSET_COMMIT,
                GroupRecordCodec.read(numbered(0, OFFSET_KEY, 0), null).type());
    }

    @Test
    void anExpiryOfItsOwnSurvivesTheLog() {
        CommittedOffset offset = new CommittedOffset(9, -1, "m", 5, 77, Uuid.ZERO);
        GroupRecord again = GroupStory.reread(OffsetStore.record("g", "t", 3, offset));
        assertEquals(offset, CommittedOffset.of((OffsetCommitValue) again.value()));
    }

    @Test
    void whichTopicAnOffsetWasCommittedForSurvivesTheLog() {
        CommittedOffset offset = new CommittedOffset(9, 2, "m", 5, CommittedOffset.NO_EXPIRY, new Uuid(1, 2));
        GroupRecord again = GroupStory.reread(OffsetStore.record("g", "t", 3, offset));
        assertEquals(offset, CommittedOffset.of((OffsetCommitValue) again.value()));
    }

    private static BufferSlice numbered(int number, WireMessage message, int version) {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        WireWriter out = new WireWriter().wrap(buffer, 0);
        out.writeInt16((short) number);
        message.write(out, (short) version);
        return BufferSlice.of(new BufferSlice(buffer, 0, out.sizeBytes()).toByteArray());
    }
}
