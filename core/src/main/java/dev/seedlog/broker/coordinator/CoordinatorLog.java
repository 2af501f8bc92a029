package dev.seedlog.broker.coordinator;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.env.Clock;
import dev.seedlog.group.GroupRecord;
import dev.seedlog.group.GroupRecordCodec;
import dev.seedlog.machine.MachineLog;
import dev.seedlog.machine.Refusal;
import dev.seedlog.record.BatchBuilder;
import dev.seedlog.record.Codecs;
import dev.seedlog.record.Compression;
import dev.seedlog.record.CompressionLevels;
import dev.seedlog.record.RecordBatch;
import dev.seedlog.replica.AppendOutcome;
import dev.seedlog.replica.PartitionLeader;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.WireWriter;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;

/** A partition of {@code __consumer_offsets} as the machine writes it, for one leader epoch. */
final class CoordinatorLog implements MachineLog<GroupRecord> {

    /** What a record takes beside key and value: attributes, and seven numbers of variable length. */
    private static final int MOST_OVERHEAD_BYTES = 40;

    private static final Refusal NOT_AVAILABLE = Refusal.of(ErrorCode.COORDINATOR_NOT_AVAILABLE);
    private static final Refusal NOT_COORDINATOR = Refusal.of(ErrorCode.NOT_COORDINATOR);

    private final PartitionLeader leader;
    private final Clock clock;
    private final BatchBuilder builder;
    private final ExpandableArrayBuffer keyBytes = new ExpandableArrayBuffer();
    private final ExpandableArrayBuffer valueBytes = new ExpandableArrayBuffer();
    private final WireWriter writer = new WireWriter();

    CoordinatorLog(PartitionLeader leader, Clock clock, Codecs codecs) {
        this.leader = leader;
        this.clock = clock;
        this.builder = new BatchBuilder(codecs, CompressionLevels.DEFAULT);
    }

    @Override
    public long endOffset() {
        return leader.log().queuedEndOffset();
    }

    @Override
    public long highWatermark() {
        return leader.highWatermark();
    }

    @Override
    public Refusal admit() {
        if (leader.over() || !leader.log().isAppendable()) {
            return NOT_COORDINATOR;
        }
        return leader.hasEnoughInSync() ? null : NOT_AVAILABLE;
    }

    @Override
    public int sizeBytes(GroupRecord record) {
        WireWriter measuring = WireWriter.measuring();
        GroupRecordCodec.writeKey(record, measuring);
        if (record.value() != null) {
            GroupRecordCodec.writeValue(record, measuring);
        }
        return measuring.sizeBytes() + MOST_OVERHEAD_BYTES;
    }

    @Override
    public int maxBatchBytes() {
        int mostBytes = Math.min(leader.settings().rules().maxBatchBytes(), leader.log().config().segmentBytes());
        return Math.max(0, mostBytes - RecordBatch.HEADER_SIZE_BYTES);
    }

    @Override
    public int maxBatchRecords() {
        return Integer.MAX_VALUE;
    }

    @Override
    public long append(int epoch, List<GroupRecord> records) {
        if (leader.over() || epoch != leader.leaderEpoch()) {
            return LOST;
        }
        builder.begin(0, Compression.NONE);
        for (GroupRecord record : records) {
            GroupRecordCodec.writeKey(record, writer.wrap(keyBytes, 0));
            BufferSlice key = new BufferSlice(keyBytes, 0, writer.sizeBytes());
            BufferSlice value = null;
            if (record.value() != null) {
                GroupRecordCodec.writeValue(record, writer.wrap(valueBytes, 0));
                value = new BufferSlice(valueBytes, 0, writer.sizeBytes());
            }
            builder.append(clock.epochMillis(), key, value);
        }
        // It is written at the turn's end, and another batch may be built before that.
        AppendOutcome outcome = leader.appendInternal(BufferSlice.of(builder.build().toByteArray()));
        return outcome.accepted() ? outcome.endOffset() : LOST;
    }
}
