package dev.seedlog.raft.message;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.base.HostPort;
import dev.seedlog.raft.ControlRecord;
import dev.seedlog.raft.Endpoints;
import dev.seedlog.raft.LeaderChange;
import dev.seedlog.raft.RaftEffect;
import dev.seedlog.raft.ReplicaKey;
import dev.seedlog.raft.Voter;
import dev.seedlog.raft.VoterSet;
import dev.seedlog.record.BadBatchException;
import dev.seedlog.record.BatchBuilder;
import dev.seedlog.record.BatchError;
import dev.seedlog.record.Compression;
import dev.seedlog.record.ControlRecordType;
import dev.seedlog.record.RecordBatch;
import dev.seedlog.record.RecordReader;
import dev.seedlog.wire.WireFormatException;
import dev.seedlog.wire.WireMessage;
import dev.seedlog.wire.WireReader;
import dev.seedlog.wire.message.KRaftVersionRecord;
import dev.seedlog.wire.message.LeaderChangeMessage;
import dev.seedlog.wire.message.VotersRecord;
import java.util.List;

/** The control records of the metadata log, each written in version 0, as Kafka does. */
public final class ControlRecords {

    private static final short VERSION = 0;

    private ControlRecords() {
    }

    /**
     * The batch that begins an epoch, with one LeaderChange record.
     *
     * @param offset its offset
     * @param timestampMs when the epoch began
     */
    public static BufferSlice leaderChangeBatch(BatchBuilder builder, long offset, LeaderChange change,
                                                long timestampMs) {
        LeaderChangeMessage message = LeaderChangeMessage.builder().version(VERSION).leaderId(change.leaderId())
                .voters(voters(change.voters())).grantingVoters(voters(change.grantingVoters())).build();
        builder.begin(offset, Compression.NONE).leaderEpoch(change.epoch())
                .appendControl(timestampMs, ControlRecordType.LEADER_CHANGE, bytes(message));
        return builder.build();
    }

    /** The batch that says who votes, and in which version if that is said too. */
    public static BufferSlice votersBatch(BatchBuilder builder, RaftEffect.AppendVoters append, long timestampMs) {
        builder.begin(append.offset(), Compression.NONE).leaderEpoch(append.epoch());
        if (append.kraftVersion() > 0) {
            builder.appendControl(timestampMs, ControlRecordType.KRAFT_VERSION, versionValue(append.kraftVersion()));
        }
        builder.appendControl(timestampMs, ControlRecordType.KRAFT_VOTERS, votersValue(append.voters()));
        return builder.build();
    }

    private static List<LeaderChangeMessage.Voter> voters(List<Integer> ids) {
        return ids.stream().map(id -> LeaderChangeMessage.Voter.builder().voterId(id).build()).toList();
    }

    /** The value of a VotersRecord. */
    public static BufferSlice votersValue(VoterSet voters) {
        return bytes(VotersRecord.builder().version(VERSION).voters(voters.voters().stream().map(voter ->
                VotersRecord.Voter.builder().voterId(voter.key().id()).voterDirectoryId(voter.key().directoryId())
                        .endpoints(voter.endpoints().all().stream().map(endpoint -> VotersRecord.Endpoint.builder()
                                .name(endpoint.listener()).host(endpoint.address().host())
                                .port(endpoint.address().port()).build()).toList())
                        .kRaftVersionFeature(VotersRecord.KRaftVersionFeature.builder()
                                .minSupportedVersion((short) voter.minSupportedVersion())
                                .maxSupportedVersion((short) voter.maxSupportedVersion()).build())
                        .build()).toList()).build());
    }

    /** The value of a KRaftVersionRecord. */
    public static BufferSlice versionValue(int kraftVersion) {
        return bytes(KRaftVersionRecord.builder().version(VERSION).kRaftVersion((short) kraftVersion).build());
    }

    /**
     * Adds what a control batch says of voters and versions, from a log or from a snapshot.
     *
     * @throws BadBatchException if it cannot be read
     */
    public static void collect(RecordReader reader, RecordBatch batch, List<ControlRecord> controls) {
        reader.wrap(batch);
        while (reader.next()) {
            ControlRecordType type = ControlRecordType.of(reader);
            try {
                if (type == ControlRecordType.KRAFT_VOTERS) {
                    controls.add(new ControlRecord.Voters(reader.offset(),
                            voterSet(VotersRecord.read(new WireReader().wrap(value(reader)), VERSION))));
                } else if (type == ControlRecordType.KRAFT_VERSION) {
                    controls.add(new ControlRecord.Version(reader.offset(),
                            KRaftVersionRecord.read(new WireReader().wrap(value(reader)), VERSION).kRaftVersion()));
                }
            } catch (WireFormatException | IllegalArgumentException e) {
                throw new BadBatchException(BatchError.INVALID, "the control record at " + reader.offset() + ": "
                        + e.getMessage());
            }
        }
    }

    private static BufferSlice value(RecordReader reader) {
        return reader.hasValue() ? reader.value() : BufferSlice.EMPTY;
    }

    private static VoterSet voterSet(VotersRecord record) {
        return new VoterSet(record.voters().stream().map(voter -> new Voter(
                new ReplicaKey(voter.voterId(), voter.voterDirectoryId()),
                new Endpoints(voter.endpoints().stream().map(endpoint -> new Endpoints.Endpoint(endpoint.name(),
                        new HostPort(endpoint.host(), endpoint.port()))).toList()),
                voter.kRaftVersionFeature().minSupportedVersion(),
                voter.kRaftVersionFeature().maxSupportedVersion())).toList());
    }

    private static BufferSlice bytes(WireMessage message) {
        return BufferSlice.of(message.toBytes(VERSION));
    }
}
