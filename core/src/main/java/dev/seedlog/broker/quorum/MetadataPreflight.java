package dev.seedlog.broker.quorum;

import dev.seedlog.base.config.NodeConfig;
import dev.seedlog.env.DirectoryEntry;
import dev.seedlog.env.Disk;
import dev.seedlog.metadata.FeaturesImage;
import dev.seedlog.metadata.MetadataRecord;
import dev.seedlog.metadata.SupportedFeatures;
import dev.seedlog.raft.SnapshotId;
import dev.seedlog.record.RecordBatch;
import dev.seedlog.record.RecordReader;
import dev.seedlog.wire.metadata.FeatureLevelRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks through the metadata of a directory before anything in it is changed: what another version has written there,
 * and this one does not have, is refused while that version can still go on with it.
 *
 * <p>The log behind the last snapshot counts only if this node is the only voter. Otherwise it may be cut off again,
 * and the node finds out as it reads what is committed.
 */
public final class MetadataPreflight {

    private static final String LOG_SUFFIX = ".log";

    private final Disk disk;
    private final RecordReader reader;
    private final SnapshotReader files;
    private FeaturesImage features = FeaturesImage.EMPTY;
    private FeaturesImage beforeTransaction;

    private MetadataPreflight(Disk disk, RecordReader reader) {
        this.disk = disk;
        this.reader = reader;
        this.files = new SnapshotReader(disk, reader);
    }

    /**
     * Looks through it.
     *
     * @throws dev.seedlog.metadata.UnsupportedFeatureException naming each finalized feature that is not implemented
     * @throws dev.seedlog.metadata.MetadataReplayException if a record is of a type that is not known
     * @throws dev.seedlog.log.CorruptFileException if a snapshot is damaged
     */
    public static void check(Disk disk, RecordReader reader, NodeConfig node) {
        MetadataPreflight preflight = new MetadataPreflight(disk, reader);
        preflight.read(node.metadataLogDir(), MetadataBootstrap.maySoleVoterFormat(node));
        SupportedFeatures.CURRENT.check(preflight.features);
    }

    private void read(String directory, boolean soleVoter) {
        SnapshotId snapshot = SnapshotId.NONE;
        List<String> segments = new ArrayList<>();
        String partition = directory + "/" + QuorumOpening.PARTITION;
        for (DirectoryEntry entry : disk.exists(partition) ? disk.list(partition) : List.<DirectoryEntry>of()) {
            Optional<SnapshotId> id = SnapshotId.parse(entry.name());
            if (id.isPresent() && id.get().compareTo(snapshot) > 0) {
                snapshot = id.get();
            } else if (entry.name().endsWith(LOG_SUFFIX)) {
                segments.add(partition + "/" + entry.name());
            }
        }
        String bootstrap = directory + "/" + MetadataBootstrap.FILE;
        if (snapshot.isPresent() && snapshot.endOffset() > 0) {
            take(files.read(partition + "/" + snapshot.fileName(), snapshot.endOffset() - 1).records());
        } else if (disk.exists(bootstrap)) {
            take(files.read(bootstrap, 0).records());
        }
        if (soleVoter) {
            segments.sort(null);
            readLog(segments, snapshot.endOffset());
        }
    }

    /** As far as it is whole: what follows is for the recovery to judge. */
    private void readLog(List<String> segments, long from) {
        for (String segment : segments) {
            if (!files.forEachWholeBatch(segment, batch -> takeFrom(from, batch))) {
                return;
            }
        }
    }

    private void takeFrom(long offset, RecordBatch batch) {
        if (batch.baseOffset() >= offset && !batch.isControl()) {
            List<MetadataRecord> records = new ArrayList<>(batch.recordCount());
            SnapshotReader.decode(reader, batch, batch.baseOffset(), records);
            take(records);
        }
    }

    private void take(List<MetadataRecord> records) {
        for (MetadataRecord record : records) {
            switch (record.type()) {
                case FEATURE_LEVEL -> {
                    FeatureLevelRecord level = (FeatureLevelRecord) record.value();
                    features = features.withLevel(level.name(), level.featureLevel());
                }
                case BEGIN_TRANSACTION -> beforeTransaction = features;
                case ABORT_TRANSACTION -> features = beforeTransaction == null ? features : beforeTransaction;
                default -> { }
            }
        }
    }
}
