package dev.seedlog.raft.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.base.HostPort;
import dev.seedlog.base.Uuid;
import dev.seedlog.raft.Endpoints;
import dev.seedlog.raft.FetchedBatches;
import dev.seedlog.raft.LeaderInfo;
import dev.seedlog.raft.OffsetAndEpoch;
import dev.seedlog.raft.RaftRequest;
import dev.seedlog.raft.RaftResponse;
import dev.seedlog.raft.ReplicaKey;
import dev.seedlog.raft.SnapshotId;
import dev.seedlog.record.Codecs;
import dev.seedlog.record.CodecInstances;
import dev.seedlog.record.RecordReader;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.Payload;
import dev.seedlog.wire.UnsupportedFieldException;
import dev.seedlog.wire.WireMessage;
import dev.seedlog.wire.WireReader;
import dev.seedlog.wire.message.BeginQuorumEpochRequest;
import dev.seedlog.wire.message.BeginQuorumEpochResponse;
import dev.seedlog.wire.message.EndQuorumEpochRequest;
import dev.seedlog.wire.message.EndQuorumEpochResponse;
import dev.seedlog.wire.message.FetchRequest;
import dev.seedlog.wire.message.FetchResponse;
import dev.seedlog.wire.message.FetchSnapshotRequest;
import dev.seedlog.wire.message.FetchSnapshotResponse;
import dev.seedlog.wire.message.VoteRequest;
import dev.seedlog.wire.message.VoteResponse;
import java.util.List;
import java.util.Optional;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Each message goes through the bytes of each version and comes back with all that the version can say. */
class RaftMessagesTest {

    private static final String LISTENER = "CONTROLLER";
    private static final ReplicaKey ONE = new ReplicaKey(1, new Uuid(7, 1));
    private static final ReplicaKey TWO = new ReplicaKey(2, new Uuid(7, 2));
    private static final Endpoints ENDPOINTS = Endpoints.of(LISTENER, new HostPort("node1", 9093));
    private static final LeaderInfo LEADER = new LeaderInfo(5, 1, ENDPOINTS);
    private static final LeaderInfo LEADER_WITHOUT_ADDRESS = new LeaderInfo(5, 1, Endpoints.NONE);
    private static final SnapshotId SNAPSHOT = new SnapshotId(100, 4);

    private static WireReader bytes(WireMessage message, int version) {
        byte[] bytes = message.toBytes((short) version);
        return new WireReader().wrap(new UnsafeBuffer(bytes), 0, bytes.length);
    }

    private static LeaderInfo leader(boolean withAddress) {
        return withAddress ? LEADER : LEADER_WITHOUT_ADDRESS;
    }

    @Test
    void voteComesBack() {
        for (short version = 0; version <= 2; version++) {
            boolean keys = version >= 1;
            RaftRequest.Vote vote = new RaftRequest.Vote("c", keys ? TWO : ReplicaKey.NONE, 5,
                    keys ? ONE : ReplicaKey.of(1), 4, 99, version >= 2);
            assertEquals(Optional.of(vote),
                    VoteMessages.received(VoteRequest.read(bytes(VoteMessages.request(vote), version), version)));
            RaftResponse.Vote answer = new RaftResponse.Vote(ErrorCode.NONE, leader(keys), true);
            WireMessage wire = VoteMessages.response(new RaftResponse.Vote(ErrorCode.NONE, LEADER, true), LISTENER,
                    version);
            assertEquals(Optional.of(answer),
                    VoteMessages.received(VoteResponse.read(bytes(wire, version), version), LISTENER));
        }
    }

    @Test
    void aPreVoteCannotBeSaidInOlderVersions() {
        WireMessage preVote = VoteMessages.request(new RaftRequest.Vote("c", TWO, 5, ONE, 4, 99, true));
        assertThrows(UnsupportedFieldException.class, () -> bytes(preVote, 1));
    }

    @Test
    void beginQuorumEpochComesBack() {
        for (short version = 0; version <= 1; version++) {
            boolean keys = version >= 1;
            RaftRequest.BeginQuorumEpoch begin = new RaftRequest.BeginQuorumEpoch("c", keys ? TWO : ReplicaKey.NONE, 1,
                    5, keys ? ENDPOINTS : Endpoints.NONE);
            assertEquals(Optional.of(begin), BeginQuorumEpochMessages.received(BeginQuorumEpochRequest.read(
                    bytes(BeginQuorumEpochMessages.request(begin), version), version)));
            WireMessage wire = BeginQuorumEpochMessages.response(new RaftResponse.BeginQuorumEpoch(
                    ErrorCode.FENCED_LEADER_EPOCH, LEADER), LISTENER, version);
            assertEquals(Optional.of(new RaftResponse.BeginQuorumEpoch(ErrorCode.FENCED_LEADER_EPOCH, leader(keys))),
                    BeginQuorumEpochMessages.received(BeginQuorumEpochResponse.read(bytes(wire, version), version),
                            LISTENER));
        }
    }

    @Test
    void endQuorumEpochComesBack() {
        for (short version = 0; version <= 1; version++) {
            boolean keys = version >= 1;
            RaftRequest.EndQuorumEpoch end = new RaftRequest.EndQuorumEpoch("c", 1, 5,
                    keys ? List.of(TWO, ONE) : List.of(ReplicaKey.of(2), ReplicaKey.of(1)),
                    keys ? ENDPOINTS : Endpoints.NONE);
            assertEquals(Optional.of(end), EndQuorumEpochMessages.received(EndQuorumEpochRequest.read(
                    bytes(EndQuorumEpochMessages.request(end), version), version)));
            WireMessage wire = EndQuorumEpochMessages.response(new RaftResponse.EndQuorumEpoch(
                    ErrorCode.NONE, LEADER), LISTENER, version);
            assertEquals(Optional.of(new RaftResponse.EndQuorumEpoch(ErrorCode.NONE, leader(keys))),
                    EndQuorumEpochMessages.received(EndQuorumEpochResponse.read(bytes(wire, version), version),
                            LISTENER));
        }
    }

    @Test
    void fetchComesBack() {
        for (short version = 12; version <= 18; version++) {
            RaftRequest.Fetch fetch = new RaftRequest.Fetch("c", version >= 17 ? TWO : ReplicaKey.of(2), 5, 99, 4,
                    version >= 18 ? 98 : Long.MAX_VALUE, 1_000, 500);
            assertEquals(Optional.of(fetch), FetchMessages.received(FetchRequest.read(
                    bytes(FetchMessages.request(fetch, version), version), version), version));
            RaftResponse.Fetch answer = new RaftResponse.Fetch(ErrorCode.NONE, LEADER, 90, 10,
                    new OffsetAndEpoch(50, 3), SNAPSHOT, FetchedBatches.NONE);
            WireMessage wire = FetchMessages.response(answer, Payload.EMPTY, LISTENER, version);
            assertEquals(Optional.of(new RaftResponse.Fetch(ErrorCode.NONE, leader(version >= 17), 90, 10,
                    new OffsetAndEpoch(50, 3), SNAPSHOT, FetchedBatches.NONE)), FetchMessages.received(
                            FetchResponse.read(bytes(wire, version), version), LISTENER, version, batchReader()));
        }
    }

    @Test
    void fetchSnapshotComesBack() {
        for (short version = 0; version <= 1; version++) {
            RaftRequest.FetchSnapshot fetch = new RaftRequest.FetchSnapshot("c", version >= 1 ? TWO : ReplicaKey.of(2),
                    5, SNAPSHOT, 33, 1_000);
            assertEquals(Optional.of(fetch), FetchSnapshotMessages.received(FetchSnapshotRequest.read(
                    bytes(FetchSnapshotMessages.request(fetch), version), version)));
            WireMessage wire = FetchSnapshotMessages.response(new RaftResponse.FetchSnapshot(ErrorCode.NONE, LEADER,
                    SNAPSHOT, 200, 33, FetchedBatches.NONE.payload()), Payload.of(slice(1, 2, 3)), LISTENER, version);
            assertEquals(Optional.of(new RaftResponse.FetchSnapshot(ErrorCode.NONE, leader(version >= 1), SNAPSHOT, 200,
                    33, new SlicePayload(slice(1, 2, 3)))), FetchSnapshotMessages.received(
                            FetchSnapshotResponse.read(bytes(wire, version), version), LISTENER));
        }
    }

    @Test
    void whatIsNotAboutTheMetadataLogHasNoCounterpart() {
        VoteRequest vote = VoteMessages.request(new RaftRequest.Vote("c", TWO, 5, ONE, 4, 99, false));
        VoteRequest.TopicData topic = vote.topics().get(0);
        assertEquals(Optional.empty(), VoteMessages.received(vote.toBuilder().topics(List.of()).build()));
        assertEquals(Optional.empty(), VoteMessages.received(vote.toBuilder().topics(List.of(topic, topic)).build()));
        assertEquals(Optional.empty(), VoteMessages.received(vote.toBuilder().topics(List.of(
                topic.toBuilder().topicName("orders").build())).build()));
        assertEquals(Optional.empty(), VoteMessages.received(vote.toBuilder().topics(List.of(
                topic.toBuilder().partitions(List.of(topic.partitions().get(0).toBuilder().partitionIndex(1).build()))
                        .build())).build()));
        assertEquals(Optional.empty(), VoteMessages.received(vote.toBuilder().topics(List.of(
                topic.toBuilder().partitions(List.of()).build())).build()));
    }

    @Test
    void aRefusalOfTheWholeRequestIsSeenFirst() {
        assertEquals(Optional.of(new RaftResponse.Refused(ErrorCode.INCONSISTENT_CLUSTER_ID)),
                VoteMessages.received(VoteMessages.refusal(ErrorCode.INCONSISTENT_CLUSTER_ID), LISTENER));
        assertEquals(Optional.of(new RaftResponse.Refused(ErrorCode.INVALID_REQUEST)), FetchMessages.received(
                FetchMessages.refusal(ErrorCode.INVALID_REQUEST), LISTENER, (short) 18, batchReader()));
    }

    private static FetchedBatchReader batchReader() {
        return new FetchedBatchReader(new RecordReader(new Codecs(CodecInstances.pureJava()),
                RecordReader.DEFAULT_MAX_DECOMPRESSED_BYTES));
    }

    private static BufferSlice slice(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return BufferSlice.of(bytes);
    }
}
