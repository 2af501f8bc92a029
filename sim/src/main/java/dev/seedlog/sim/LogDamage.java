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
 * Something in a partition's log is not what was written: a bit, or a part of a batch that turns out to have been
 * written over the records of another one, of the same log or another one on this disk. Whoever looks after the node
 * has a copy, and restores the bytes after a while; before the power is cut; and before a start whose recovery could
 * take the damage for a torn end, because it is not below the recovery point. So nothing may be lost. Until then the
 * records behind the damage need not be readable, but nobody may be shown a wrong one, and the node may not end. A
 * producer snapshot or the leader epochs are made again from the segments, so they may be damaged at any time.
 *
 * <p>What the format has no checksum over is left alone: a batch's base offset and leader epoch. So are the fields of
 * its header that brokers go by without looking at the checksum, as Kafka's do. Hence what is missing is the beginning
 * of a batch, whose length then says that there is none, and what is overwritten is among the records of one.
 */
final class LogDamage {

    private static final int LONGEST_MS = 12_000;
    /** How long bytes that were read before the file was mended may be on their way. */
    private static final long ON_THE_WAY_NANOS = 30_000 * FaultSite.MILLI;
    /** What was served this long after a start is not from before it. */
    private static final long SETTLED_NANOS = 2_000 * FaultSite.MILLI;
    private static final String SEGMENT_SUFFIX = ".log";
    private static final int LENGTH_AT = 8;
    private static final int MAGIC_AT = 16;
    private static final int SECTOR_BYTES = 512;
    private static final int MOST_DRAWS = 5;
    private static final int DERIVED_ONE_IN = 3;
    private static final int NO_ASCII_BIT = 7;

    private final FaultSite site;
    private final ServerNode server;
    private final Operator operator;
    private final Recorder recorder;
    private Damage damage;
    private int settledIncarnation;
    private long servedBefore;

    /** Where a batch is in its file. */
    private record Batch(long baseOffset, int position, int sizeBytes) {
    }

    /** A file of a log, and the batches in it that may be damaged: at least one. */
    private record Segment(TopicPartition partition, String directory, String path, List<Batch> batches) {

        private Place place(Batch batch) {
            return new Place(partition, directory, batch.baseOffset);
        }
    }

    /** Which batch of which log is damaged. */
    private record Place(TopicPartition partition, String directory, long baseOffset) {
    }

    /** What was done, and what undoes it. */
    private record Blow(List<Place> places, Runnable repair) {
    }

    /** What is damaged. */
    private record Damage(Blow blow, int incarnation, Episodes.Episode[] episode) {
    }

    LogDamage(FaultSite site, ServerNode server, Operator operator, Recorder recorder) {
        this.site = site;
        this.server = server;
        this.operator = operator;
        this.recorder = recorder;
    }

    /** Flips a bit: of a segment, or of what can be made again from the segments. */
    void flip(RandomSource random) {
        if (random.nextInt(DERIVED_ONE_IN) == 0) {
            flipDerived(random);
            return;
        }
        Segment segment = drawSegment(random);
        if (segment != null) {
            Batch batch = segment.batches.get(random.nextInt(segment.batches.size()));
            int position = batch.position + place(random, batch.sizeBytes);
            Runnable repair = disk().rot(segment.path, position, 1 << random.nextInt(Byte.SIZE));
            begin(FaultKind.BIT_ROT, random, new Blow(List.of(segment.place(batch)), repair));
        }
    }

    /** That takes nothing away if it is noticed; where there is no checksum, no digit becomes another one. */
    private void flipDerived(RandomSource random) {
        List<TopicPartition> partitions = recorder.partitions();
        if (damage != null || partitions.isEmpty()) {
            return;
        }
        String directory = server.directoryOf(partitions.get(random.nextInt(partitions.size())));
        List<String> names = directory == null ? List.of() : disk().names(directory, false).stream()
                .filter(name -> name.equals(LogFileNames.LEADER_EPOCHS) || name.endsWith(LogFileNames.SNAPSHOT))
                .toList();
        if (names.isEmpty()) {
            return;
        }
        String name = names.get(random.nextInt(names.size()));
        int sizeBytes = disk().content(directory + "/" + name).length;
        if (sizeBytes > 0) {
            int bit = name.endsWith(LogFileNames.SNAPSHOT) ? random.nextInt(Byte.SIZE) : NO_ASCII_BIT;
            Runnable repair = disk().rot(directory + "/" + name, random.nextInt(sizeBytes), 1 << bit);
            begin(FaultKind.BIT_ROT, random, new Blow(List.of(), repair));
        }
    }

    /** Has a sector of a batch, from its beginning, or as much as there is room for, be among another one's records. */
    void misdirect(RandomSource random) {
        Segment from = drawSegment(random);
        for (int i = 0; from != null && i < MOST_DRAWS && damage == null; i++) {
            Segment other = drawSegment(random);
            Segment to = other == null || random.nextInt(2) == 0 ? from : other;
            misdirect(random, from, to);
        }
    }

    private void misdirect(RandomSource random, Segment from, Segment to) {
        Batch missing = from.batches.get(random.nextInt(from.batches.size()));
        Batch hit = to.batches.get(random.nextInt(to.batches.size()));
        int room = hit.sizeBytes - RecordBatch.HEADER_SIZE_BYTES;
        int length = Math.min(Math.min(missing.sizeBytes, SECTOR_BYTES), room);
        boolean same = from.path.equals(to.path) && missing.equals(hit);
        if (!same && length > MAGIC_AT) {
            int position = hit.position + RecordBatch.HEADER_SIZE_BYTES + random.nextInt(room - length + 1);
            Runnable repair = disk().misdirect(from.path, missing.position, to.path, position, length);
            begin(FaultKind.MISDIRECTED_WRITE, random, new Blow(List.of(from.place(missing), to.place(hit)), repair));
        }
    }

    /** A file that may be damaged; null if something is already, or the node may not have recovered its logs. */
    private Segment drawSegment(RandomSource random) {
        List<TopicPartition> partitions = recorder.partitions();
        if (damage != null || partitions.isEmpty() || !serves()) {
            return null;
        }
        TopicPartition partition = partitions.get(random.nextInt(partitions.size()));
        String directory = server.directoryOf(partition);
        List<String> names = directory == null ? List.of() : disk().names(directory, false).stream()
                .filter(name -> name.endsWith(SEGMENT_SUFFIX)).toList();
        if (names.isEmpty()) {
            return null;
        }
        String path = directory + "/" + names.get(random.nextInt(names.size()));
        List<Batch> batches = batches(path);
        if (site.nodes().size() > 1) {
            // That somebody is served does not say that this node has recovered its logs.
            long recoveryPoint = recoveryPoint(partition, directory);
            batches.removeIf(batch -> batch.baseOffset >= recoveryPoint);
        }
        return batches.isEmpty() ? null : new Segment(partition, directory, path, batches);
    }

    private List<Batch> batches(String path) {
        byte[] content = disk().content(path);
        List<Batch> batches = new ArrayList<>();
        BatchCursor cursor = new BatchCursor().wrap(new UnsafeBuffer(content), 0, content.length);
        while (cursor.next() == BatchCursor.Step.BATCH) {
            RecordBatch batch = cursor.batch();
            batches.add(new Batch(batch.baseOffset(), batch.bufferOffset(), batch.sizeBytes()));
        }
        return batches;
    }

    private void begin(FaultKind kind, RandomSource random, Blow blow) {
        blow.places.forEach(place -> recorder.damaged(place.partition, Long.MAX_VALUE));
        damage = new Damage(blow, server.node().incarnation(), new Episodes.Episode[1]);
        Episodes.Episode episode = site.episodes().begin(kind, this::repair);
        damage.episode[0] = episode;
        // As likely long as short: little of what is old is read at any time.
        site.world().in(FaultSite.MILLI * (1 + random.nextInt(LONGEST_MS)), episode::end);
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
        if (damage != null && damage.blow.places.stream().anyMatch(this::isRecovered)) {
            restore();
        }
    }

    /** Whether a start looks at it as at what a crash may have torn. */
    private boolean isRecovered(Place place) {
        return place.baseOffset >= recoveryPoint(place.partition, place.directory);
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
        over.blow.repair.run();
        long until = site.world().nowNanos() + ON_THE_WAY_NANOS;
        over.blow.places.forEach(place -> recorder.damaged(place.partition, until));
        if (server.node().running() && server.node().incarnation() != over.incarnation) {
            operator.restart();
        }
    }

    private SimDisk disk() {
        return server.node().disk();
    }
}
