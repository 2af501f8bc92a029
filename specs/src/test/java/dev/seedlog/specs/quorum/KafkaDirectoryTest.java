package dev.seedlog.specs.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.broker.quorum.SnapshotPolicy;
import dev.seedlog.env.Disk;
import dev.seedlog.env.DiskFile;
import dev.seedlog.env.NodeControl;
import dev.seedlog.env.OpenMode;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.ShardMessage;
import dev.seedlog.env.ShardProgram;
import dev.seedlog.metadata.MetadataVersion;
import dev.seedlog.raft.SnapshotId;
import dev.seedlog.simworld.SimNode;
import dev.seedlog.simworld.SimWorld;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.BufferSupplier;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.metadata.MetadataRecordSerde;
import org.apache.kafka.metadata.bootstrap.BootstrapDirectory;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.raft.Batch;
import org.apache.kafka.raft.DynamicVoters;
import org.apache.kafka.raft.ElectionState;
import org.apache.kafka.raft.FileQuorumStateStore;
import org.apache.kafka.server.common.ApiMessageAndVersion;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.OffsetAndEpoch;
import org.apache.kafka.snapshot.FileRawSnapshotReader;
import org.apache.kafka.snapshot.RecordsSnapshotReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory that Kafka formatted is one that a node starts on, and the other way around. */
class KafkaDirectoryTest {

    private static final String PARTITION = "__cluster_metadata-0";
    private static final String DIRECTORY_ID = "Zm9ybWF0dGVkLWJ5LWthZg";

    @TempDir
    private Path real;

    private final SimWorld world = new SimWorld(1);
    private final SimNode machine = world.node("one");
    private QuorumNode node;

    private Formatter formatter() {
        return new Formatter().setPrintStream(new PrintStream(new ByteArrayOutputStream(), true,
                StandardCharsets.UTF_8)).setNodeId(1).setClusterId("cluster").addDirectory(real.toString())
                .setMetadataLogDirectory(real.toString()).setControllerListenerName(QuorumNode.LISTENER);
    }

    /** Turns off what is not implemented here. */
    private static Formatter withoutOtherFeatures(Formatter formatter) {
        for (Feature feature : Feature.PRODUCTION_FEATURES) {
            if (!feature.featureName().equals("kraft.version")) {
                formatter.setFeatureLevel(feature.featureName(), (short) 0);
            }
        }
        return formatter;
    }

    private void start(QuorumNode.Setup setup) {
        machine.disk().provide(QuorumNode.DIRECTORY);
        machine.start(1, (env, control) -> new Copying(env, control));
        world.runFor(100_000_000L);
        machine.start(1, (env, control) -> node = new QuorumNode(env, control, setup, "one"));
        world.runUntil(() -> !node.image.isEmpty() || !machine.running(), 30_000_000_000L);
    }

    @Test
    void aStaticVoterStartsOnAFormattedDirectory() throws Exception {
        withoutOtherFeatures(formatter()).run();
        start(QuorumNode.Setup.oneOf(1, "one"));
        assertTrue(node.active(), machine.fatalReason());
        assertEquals(MetadataVersion.LATEST, node.image.metadataVersion());
        assertEquals(0, node.quorum.driver().voters().voter(1).key().directoryId().mostSignificantBits());
    }

    @Test
    void aDynamicVoterStartsOnAFormattedDirectory() throws Exception {
        withoutOtherFeatures(formatter()).setHasDynamicQuorum(true)
                .setInitialControllers(DynamicVoters.parse("1@one:9093:" + DIRECTORY_ID)).run();
        start(QuorumNode.Setup.alone(SnapshotPolicy.DEFAULT));
        assertTrue(node.active(), machine.fatalReason());
        assertEquals(DIRECTORY_ID, node.quorum.driver().voters().voter(1).key().directoryId().toString());
    }

    @Test
    void featuresThatAreNotImplementedAreRefusedByName() throws Exception {
        formatter().run();
        start(QuorumNode.Setup.oneOf(1, "one"));
        assertEquals(5, machine.exitStatus());
        assertTrue(machine.fatalReason().contains("transaction.version"), machine.fatalReason());
    }

    @Test
    void kafkaReadsWhatANodeFormatted() throws Exception {
        machine.disk().provide(QuorumNode.DIRECTORY);
        machine.start(1, (env, control) -> node = new QuorumNode(env, control,
                QuorumNode.Setup.alone(SnapshotPolicy.DEFAULT), "one"));
        assertTrue(world.runUntil(() -> node.serves(), 30_000_000_000L));
        node.snapshot();
        world.runFor(1_000_000_000L);
        copyOut("bootstrap.checkpoint", "bootstrap.checkpoint");
        assertEquals(MetadataVersion.LATEST.level(),
                new BootstrapDirectory(real.toString()).read().metadataVersion().featureLevel());

        copyOut(PARTITION + "/quorum-state", "quorum-state");
        ElectionState election = new FileQuorumStateStore(real.resolve("quorum-state").toFile())
                .readElectionState().orElseThrow();
        assertTrue(election.isLeader(1));
        assertEquals(node.quorum.driver().quorumState().epoch(), election.epoch());

        List<String> voters = controls(SnapshotId.BOOTSTRAP);
        assertEquals(List.of("SNAPSHOT_HEADER", "KRAFT_VERSION", "KRAFT_VOTERS", "SNAPSHOT_FOOTER"), voters);
        SnapshotId latest = latestSnapshot();
        assertNotEquals(SnapshotId.BOOTSTRAP, latest);
        assertEquals(voters, controls(latest));
    }

    private SnapshotId latestSnapshot() {
        return machine.disk().names(QuorumNode.DIRECTORY + "/" + PARTITION, false).stream()
                .flatMap(name -> SnapshotId.parse(name.substring(name.lastIndexOf('/') + 1)).stream())
                .max(SnapshotId::compareTo).orElseThrow();
    }

    /** The control records of a snapshot, as Kafka reads it; it reads all records on the way. */
    private List<String> controls(SnapshotId id) throws IOException {
        copyOut(PARTITION + "/" + id.fileName(), id.fileName());
        List<String> controls = new ArrayList<>();
        try (RecordsSnapshotReader<ApiMessageAndVersion> reader = RecordsSnapshotReader.of(
                FileRawSnapshotReader.open(real, new OffsetAndEpoch(id.endOffset(), id.epoch())),
                new MetadataRecordSerde(), BufferSupplier.NO_CACHING, 8 * 1024 * 1024, true, new LogContext())) {
            while (reader.hasNext()) {
                Batch<ApiMessageAndVersion> batch = reader.next();
                batch.controlRecords().forEach(record -> controls.add(record.type().name()));
            }
        }
        return controls;
    }

    private void copyOut(String from, String to) throws IOException {
        Files.write(real.resolve(to), machine.disk().content(QuorumNode.DIRECTORY + "/" + from));
    }

    /** A process that puts the real files on the simulated disk. */
    private final class Copying implements ShardProgram {
        private final Disk disk;
        private final NodeControl control;

        private Copying(ShardEnv env, NodeControl control) {
            this.disk = env.disk();
            this.control = control;
        }

        @Override
        public void start() {
            try (Stream<Path> files = Files.walk(real)) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    String path = QuorumNode.DIRECTORY + "/" + real.relativize(file).toString().replace('\\', '/');
                    disk.createDirectories(path.substring(0, path.lastIndexOf('/')));
                    DiskFile copy = disk.open(path, OpenMode.CREATE_NEW);
                    copy.write(0, new BufferSlice[] {BufferSlice.of(Files.readAllBytes(file))}, 1);
                    copy.close();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            control.stopped();
        }

        @Override
        public void onMail(int fromShard, ShardMessage message) {
            throw new AssertionError("there is one shard");
        }

        @Override
        public void endTurn() {
            // Nothing waits for it.
        }

        @Override
        public void stop() {
            control.stopped();
        }
    }
}
