package dev.seedlog.broker.quorum;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.metadata.MetadataRecord;
import dev.seedlog.metadata.MetadataRecordCodec;
import dev.seedlog.raft.VoterSet;
import dev.seedlog.raft.message.ControlRecords;
import dev.seedlog.record.BatchBuilder;
import dev.seedlog.record.Compression;
import dev.seedlog.record.ControlRecordType;
import dev.seedlog.wire.WireMessage;
import dev.seedlog.wire.WireWriter;
import dev.seedlog.wire.message.SnapshotFooterRecord;
import dev.seedlog.wire.message.SnapshotHeaderRecord;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;

/**
 * The bytes of a snapshot file (KIP-630): a control batch with the header and, from kraft.version 1 on, the version and
 * the voters (KIP-853); batches of metadata records; a control batch with the footer. Offsets count from 0, whatever
 * the log's are; all batches carry the snapshot's epoch. The file {@code bootstrap.checkpoint} has the same form.
 */
final class SnapshotEncoder {

    private static final short VERSION = 0;
    private static final int BATCH_BYTES = 1024 * 1024;

    private final BatchBuilder builder;
    private final int epoch;
    private final long nowMs;
    private final ExpandableArrayBuffer out = new ExpandableArrayBuffer(4 * 1024);
    private final ExpandableArrayBuffer value = new ExpandableArrayBuffer(1024);
    private int sizeBytes;
    private long nextOffset;
    private int open;

    private SnapshotEncoder(BatchBuilder builder, int epoch, long nowMs) {
        this.builder = builder;
        this.epoch = epoch;
        this.nowMs = nowMs;
    }

    /**
     * Encodes a snapshot.
     *
     * @param epoch the snapshot's epoch
     * @param nowMs the timestamp of its records
     * @param lastContainedTimestampMs the timestamp of the last record that it stands for
     * @param kraftVersion 0 or 1
     * @param voters who votes; written from kraft.version 1 on
     */
    static byte[] encode(BatchBuilder builder, int epoch, long nowMs, long lastContainedTimestampMs, int kraftVersion,
                         VoterSet voters, List<MetadataRecord> records) {
        SnapshotEncoder encoder = new SnapshotEncoder(builder, epoch, nowMs);
        encoder.header(lastContainedTimestampMs, kraftVersion, voters);
        encoder.records(records);
        encoder.footer();
        byte[] bytes = new byte[encoder.sizeBytes];
        encoder.out.getBytes(0, bytes);
        return bytes;
    }

    private void header(long lastContainedTimestampMs, int kraftVersion, VoterSet voters) {
        begin();
        control(ControlRecordType.SNAPSHOT_HEADER, bytes(SnapshotHeaderRecord.builder().version(VERSION)
                .lastContainedLogTimestamp(lastContainedTimestampMs).build()));
        if (kraftVersion > 0) {
            control(ControlRecordType.KRAFT_VERSION, ControlRecords.versionValue(kraftVersion));
            if (voters.size() > 0) {
                control(ControlRecordType.KRAFT_VOTERS, ControlRecords.votersValue(voters));
            }
        }
        end();
    }

    private void records(List<MetadataRecord> records) {
        for (MetadataRecord record : records) {
            int length = MetadataRecordCodec.sizeBytes(record);
            if (open > 0 && builder.sizeBytesWith(nowMs, -1, length) > BATCH_BYTES) {
                end();
            }
            if (open == 0) {
                begin();
            }
            MetadataRecordCodec.write(new WireWriter().wrap(value, 0), record);
            builder.append(nowMs, null, new BufferSlice(value, 0, length));
            open++;
        }
        if (open > 0) {
            end();
        }
    }

    private void footer() {
        begin();
        control(ControlRecordType.SNAPSHOT_FOOTER, bytes(SnapshotFooterRecord.builder().version(VERSION).build()));
        end();
    }

    private void begin() {
        builder.begin(nextOffset, Compression.NONE).leaderEpoch(epoch);
        open = 0;
    }

    private void control(ControlRecordType type, BufferSlice content) {
        builder.appendControl(nowMs, type, content);
        open++;
    }

    private void end() {
        BufferSlice batch = builder.build();
        out.putBytes(sizeBytes, batch.buffer(), batch.offset(), batch.lengthBytes());
        sizeBytes = Math.addExact(sizeBytes, batch.lengthBytes());
        nextOffset += open;
        open = 0;
    }

    private static BufferSlice bytes(WireMessage message) {
        return BufferSlice.of(message.toBytes(VERSION));
    }
}
