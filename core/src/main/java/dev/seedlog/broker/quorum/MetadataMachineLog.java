package dev.seedlog.broker.quorum;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.machine.MachineLog;
import dev.seedlog.machine.Refusal;
import dev.seedlog.metadata.MetadataRecord;
import dev.seedlog.metadata.MetadataRecordCodec;
import dev.seedlog.raft.message.SlicePayload;
import dev.seedlog.record.BatchBuilder;
import dev.seedlog.record.Compression;
import dev.seedlog.record.RecordBatch;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.WireWriter;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;

/** The metadata log, as the controller writes it. */
final class MetadataMachineLog implements MachineLog<MetadataRecord> {

    /** The largest batch that Kafka's quorum takes. */
    private static final int MAX_BATCH_BYTES = 8 * 1024 * 1024 - RecordBatch.HEADER_SIZE_BYTES;
    private static final int MAX_BATCH_RECORDS = 10_000;
    /** Length, attributes, timestamp delta, offset delta, the lengths of key and value, no headers. */
    private static final int RECORD_OVERHEAD_BYTES = 5 + 1 + 10 + 5 + 1 + 5 + 1;

    private final ShardEnv env;
    private final RaftDriver driver;
    private final BatchBuilder builder;
    private final ExpandableArrayBuffer value = new ExpandableArrayBuffer(1024);
    private long highWatermark;

    MetadataMachineLog(ShardEnv env, RaftDriver driver, BatchBuilder builder) {
        this.env = env;
        this.driver = driver;
        this.builder = builder;
    }

    /** All before it is committed, and all listeners of the metadata have heard of it. */
    void highWatermark(long offset) {
        highWatermark = offset;
    }

    @Override
    public long endOffset() {
        return driver.endOffset();
    }

    @Override
    public long highWatermark() {
        return highWatermark;
    }

    @Override
    public Refusal admit() {
        return driver.stage() == RaftDriver.Stage.RUNNING ? null : Refusal.of(ErrorCode.NOT_CONTROLLER);
    }

    @Override
    public int sizeBytes(MetadataRecord record) {
        return MetadataRecordCodec.sizeBytes(record) + RECORD_OVERHEAD_BYTES;
    }

    @Override
    public int maxBatchBytes() {
        return MAX_BATCH_BYTES;
    }

    @Override
    public int maxBatchRecords() {
        return MAX_BATCH_RECORDS;
    }

    @Override
    public long append(int epoch, List<MetadataRecord> records) {
        long nowMs = env.clock().epochMillis();
        builder.begin(driver.endOffset(), Compression.NONE).leaderEpoch(epoch);
        for (MetadataRecord record : records) {
            int length = MetadataRecordCodec.sizeBytes(record);
            MetadataRecordCodec.write(new WireWriter().wrap(value, 0), record);
            builder.append(nowMs, null, new BufferSlice(value, 0, length));
        }
        // The builder's memory is used again before the turn ends.
        BufferSlice batch = BufferSlice.of(builder.build().toByteArray());
        long base = driver.append(epoch, records.size(), new SlicePayload(batch));
        return base < 0 ? LOST : base + records.size();
    }
}
