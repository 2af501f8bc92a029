package dev.seedlog.broker.quorum;

import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.Timer;
import dev.seedlog.metadata.ImageLoader;
import dev.seedlog.metadata.ImageSnapshot;
import dev.seedlog.metadata.MetadataDelta;
import dev.seedlog.metadata.MetadataImage;
import dev.seedlog.metadata.MetadataRecord;
import dev.seedlog.metadata.SupportedFeatures;
import dev.seedlog.raft.SnapshotId;
import dev.seedlog.record.RecordBatch;
import java.util.ArrayList;
import java.util.List;

/**
 * The committed metadata of this node: reads what was committed, shows each image that comes of it, and writes
 * snapshots when enough was read, or enough time has passed since the last.
 */
public final class MetadataLoader {

    private static final long NANOS_PER_MS = 1_000_000L;

    private final ShardEnv env;
    private final RaftDriver driver;
    private final QuorumTools tools;
    private final MetadataListener listener;
    private final SnapshotPolicy policy;
    private final ImageLoader loader;
    private final Timer interval;
    private long bytesSinceSnapshot;
    private boolean changed;
    private boolean writing;
    private SnapshotId lastSnapshot = SnapshotId.NONE;

    MetadataLoader(ShardEnv env, RaftDriver driver, QuorumTools tools, SupportedFeatures supported,
                   MetadataListener listener) {
        this.env = env;
        this.driver = driver;
        this.tools = tools;
        this.listener = listener;
        this.policy = driver.settings().snapshots();
        this.loader = new ImageLoader(supported);
        this.interval = env.timers().create("metadata snapshot", () -> driver.guarded(this::onInterval));
    }

    /** Starts over from a snapshot. */
    void load(SnapshotId id) {
        env.probes().hit("quorum.snapshot.loaded");
        SnapshotReader.Content content = new SnapshotReader(env.disk(), tools.records())
                .read(driver.snapshots().path(id), Math.max(0, id.endOffset() - 1));
        loader.snapshot(id.endOffset(), id.epoch(), content.lastContainedTimestampMs(), content.records());
        lastSnapshot = id;
        bytesSinceSnapshot = 0;
        changed = true;
        publish();
    }

    /** Takes what is committed now, and was not before. */
    void committed(long highWatermark) {
        driver.reader().readTo(loader.nextOffset(), highWatermark, this::take);
        publish();
        if (bytesSinceSnapshot >= policy.maxBytesBetween() || env.faults().at("quorum.snapshot")) {
            writeSnapshot();
        }
        if (policy.maxIntervalMs() > 0 && !interval.armed()) {
            interval.startIn(policy.maxIntervalMs() * NANOS_PER_MS);
        }
    }

    private void take(RecordBatch batch) {
        tools.observer().committed(driver.settings().nodeId(), new QuorumObserver.CommittedBatch(batch.baseOffset(),
                batch.nextOffset(), batch.partitionLeaderEpoch(), batch.crc()));
        if (batch.isControl()) {
            loader.skipTo(batch.nextOffset(), batch.partitionLeaderEpoch());
        } else {
            List<MetadataRecord> records = new ArrayList<>(batch.recordCount());
            SnapshotReader.decode(tools.records(), batch, batch.baseOffset(), records);
            loader.records(batch.baseOffset(), batch.partitionLeaderEpoch(), batch.maxTimestamp(), records);
            changed = true;
        }
        bytesSinceSnapshot += batch.sizeBytes();
    }

    private void publish() {
        // Who acted on the image of an old snapshot would know nothing of newer topics.
        if (!changed || !driver.caughtUp()) {
            return;
        }
        MetadataDelta delta = loader.publish();
        if (delta != null) {
            changed = false;
            tools.observer().follows(driver.settings().nodeId(), appliedOffset(), delta.after());
            listener.onMetadata(delta.after(), delta);
        }
    }

    private void onInterval() {
        writeSnapshot();
        interval.startIn(policy.maxIntervalMs() * NANOS_PER_MS);
    }

    /** Writes a snapshot of what was published last, unless that is in one already, or a transaction goes on. */
    void writeSnapshot() {
        SnapshotId id = new SnapshotId(loader.nextOffset(), loader.lastEpoch());
        if (writing || !driver.caughtUp() || loader.inTransaction() || id.compareTo(driver.snapshots().latest()) <= 0
                || id.endOffset() == 0 || id.equals(lastSnapshot)) {
            return;
        }
        byte[] bytes = SnapshotEncoder.encode(tools.builder(), id.epoch(), env.clock().epochMillis(),
                loader.lastTimestampMs(), driver.controls().lastVersion(),
                driver.controls().votersBefore(id.endOffset()), ImageSnapshot.records(loader.published()));
        writing = true;
        env.probes().hit("quorum.snapshot.written");
        lastSnapshot = id;
        bytesSinceSnapshot = 0;
        driver.writeSnapshot(id, bytes, () -> writing = false);
    }

    /** What the cluster is, as it was last shown. */
    public MetadataImage image() {
        return loader.published();
    }

    /** The offset of the last record that was read; -1 before the first. */
    public long appliedOffset() {
        return loader.nextOffset() - 1;
    }

    void stop() {
        interval.stop();
    }
}
