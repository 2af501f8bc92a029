package dev.seedlog.sim;

import dev.seedlog.env.RandomSource;
import dev.seedlog.log.CorruptFileException;
import dev.seedlog.log.LogFileNames;
import dev.seedlog.log.OffsetCheckpoint;
import dev.seedlog.log.TopicPartition;
import dev.seedlog.record.BatchCursor;
import dev.seedlog.record.RecordBatch;
import dev.seedlog.sim.workload.Recorder;
import dev.seedlog.simworld.SimDisk;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A byte of a partition's log is not what was written. Whoever looks after the node has a copy, and restores the byte
 * after a while; before the power is cut; and before a start whose recovery could take the damage for a torn end,
 * because it is not below the recovery point. So nothing may be lost. Until then the records behind the damage need not
 * be readable, but nobody may be shown a wrong one, and the node may not end.
 *
 * <p>What the format has no checksum over is left alone: a batch's base offset and leader epoch. So are the fields of
 * its header that brokers go by without looking at the checksum, as Kafka's do.
 */
final class BitRot {

    private static final int LONGEST_MS = 12_000;
    /** How long bytes that were read before the file was mended may be on their way. */
    private static final long ON_THE_WAY_NANOS = 30_000 * FaultSite.MILLI;
    /** What was served this long after a start is not from before it. */
    private static final long SETTLED_NANOS = 2_000 * FaultSite.MILLI;
    private static final String SEGMENT_SUFFIX = ".log";
    private static final int LENGTH_AT = 8;
    private static final int MAGIC_AT = 16;

    private final FaultSite site;
    private final ServerNode server;
    private final Operator operator;
    private final Recorder recorder;
    private Damage damage;
    private int settledIncarnation;
    private long servedBefore;

    /** What is rotten. */
    private record Damage(TopicPartition partition, String directory, long baseOffset, int incarnation,
                          Runnable repair, Episodes.Episode[] episode) {
    }

    BitRot(FaultSite site, ServerNode server, Operator operator, Recorder recorder) {
        this.site = site;
        this.server = server;
        this.operator = operator;
        this.recorder = recorder;
    }

    /** Flips a bit, unless one is flipped, or the node may not have recovered its logs yet. */
    void flip(RandomSource random) {
        List<TopicPartition> partitions = recorder.partitions();
        if (damage != null || partitions.isEmpty() || !serves()) {
            return;
        }
        TopicPartition partition = partitions.get(random.nextInt(partitions.size()));
        String directory = server.directoryOf(partition);
        List<String> segments = directory == null ? List.of() : disk().names(directory, false).stream()
                .filter(name -> name.endsWith(SEGMENT_SUFFIX)).toList();
        if (!segments.isEmpty()) {
            flip(random, partition, directory, segments.get(random.nextInt(segments.size())));
        }
    }

    private void flip(RandomSource random, TopicPartition partition, String directory, String segment) {
        String path = directory + "/" + segment;
        byte[] content = disk().content(path);
        List<long[]> batches = batches(content);
        if (site.nodes().size() > 1) {
            // That somebody is served does not say that this node has recovered its logs.
            long recoveryPoint = recoveryPoint(partition, directory);
            batches.removeIf(batch -> batch[0] >= recoveryPoint);
        }
        if (batches.isEmpty()) {
            return;
        }
        long[] batch = batches.get(random.nextInt(batches.size()));
        int position = (int) batch[1] + place(random, (int) batch[2]);
        recorder.damaged(partition, Long.MAX_VALUE);
        Runnable repair = disk().rot(path, position, 1 << random.nextInt(Byte.SIZE));
        damage = new Damage(partition, directory, batch[0], server.node().incarnation(), repair,
                new Episodes.Episode[1]);
        Episodes.Episode episode = site.episodes().begin(FaultKind.BIT_ROT, this::repair);
        damage.episode[0] = episode;
        site.world().in(FaultSite.duration(random, LONGEST_MS), episode::end);
    }

    /** Base offset, position and size of each batch. */
    private static List<long[]> batches(byte[] content) {
        List<long[]> batches = new ArrayList<>();
        BatchCursor cursor = new BatchCursor().wrap(new UnsafeBuffer(content), 0, content.length);
        while (cursor.next() == BatchCursor.Step.BATCH) {
            RecordBatch batch = cursor.batch();
            batches.add(new long[] {batch.baseOffset(), batch.bufferOffset(), batch.sizeBytes()});
        }
        return batches;
    }

    /** Where in a batch: in its length, in its magic and checksum, or in its records if it has any. */
    private static int place(RandomSource random, int sizeBytes) {
        int kind = random.nextInt(6);
        if (kind > 1 && sizeBytes > RecordBatch.HEADER_SIZE_BYTES) {
            return RecordBatch.HEADER_SIZE_BYTES + random.nextInt(sizeBytes - RecordBatch.HEADER_SIZE_BYTES);
        }
        return (kind == 0 ? LENGTH_AT : MAGIC_AT) + random.nextInt(Integer.BYTES);
    }

    /** The power is about to be cut, or faults are over. */
    void restore() {
        if (damage != null) {
            damage.episode[0].end();
        }
    }

    /** Whether somebody was served since the node's last start. */
    private boolean serves() {
        int incarnation = server.node().incarnation();
        return server.node().running() && served() > servedBefore
                && (incarnation == 1 || incarnation == settledIncarnation);
    }

    private long served() {
        return recorder.counts().acked() + recorder.counts().polled();
    }

    /** The node is about to be started. */
    void beforeStart() {
        int incarnation = server.node().incarnation() + 1;
        site.world().in(SETTLED_NANOS, () -> {
            if (server.node().incarnation() == incarnation) {
                settledIncarnation = incarnation;
                servedBefore = served();
            }
        });
        if (damage != null && damage.baseOffset >= recoveryPoint(damage.partition, damage.directory)) {
            restore();
        }
    }

    private long recoveryPoint(TopicPartition partition, String directory) {
        String home = directory.substring(0, directory.lastIndexOf('/'));
        if (!disk().names(home, false).contains(LogFileNames.RECOVERY_POINTS)) {
            return 0;
        }
        String path = home + "/" + LogFileNames.RECOVERY_POINTS;
        try {
            return OffsetCheckpoint.decode(path, disk().content(path)).getOrDefault(partition, 0L);
        } catch (CorruptFileException e) {
            return 0;
        }
    }

    /** A node that was started meanwhile may have refused the log: it is started again. */
    private void repair() {
        Damage over = damage;
        damage = null;
        over.repair.run();
        recorder.damaged(over.partition, site.world().nowNanos() + ON_THE_WAY_NANOS);
        if (server.node().running() && server.node().incarnation() != over.incarnation) {
            server.node().resume();
            server.node().kill();
            operator.startLater(FaultSite.MILLI);
        }
    }

    private SimDisk disk() {
        return server.node().disk();
    }
}
