package dev.seedlog.sim;

import dev.seedlog.log.TopicPartition;
import dev.seedlog.metadata.MetadataImage;
import dev.seedlog.metadata.PartitionImage;
import dev.seedlog.metadata.TopicImage;
import dev.seedlog.sim.HeldLogs.Held;
import dev.seedlog.sim.Totals.Count;
import dev.seedlog.sim.check.Violation;
import dev.seedlog.sim.workload.Recorder;
import dev.seedlog.simworld.SimNode;
import dev.seedlog.simworld.SimWorld;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntConsumer;

/** Cuts the power of machines and takes their disks away, and takes down what that may cost: {@link HolderLedger}. */
final class Outages {

    private final SimWorld world;
    private final ServerCluster cluster;
    private final ReplicaSafety safety;
    private final HeldLogs logs;
    private final FreshReplicas fresh;
    private final Recorder recorder;
    private final Totals totals;
    private final boolean forcedAcks;
    private final boolean breakable;
    private final Map<Integer, Long> committedEnds = new TreeMap<>();
    private final TreeSet<Integer> broken = new TreeSet<>();
    /** Of each node up to where it had each partition's log when something of that was last taken from it. */
    private final Map<String, Map<Integer, Long>> endsWhenHit = new TreeMap<>();
    private Violation unforced;
    private Runnable beforeCut = () -> { };
    private IntConsumer endFenced = broker -> { };

    /**
     * For some nodes.
     *
     * @param config says whether what is acknowledged may be cached only, and whether disks may be lost
     */
    Outages(SimWorld world, ServerCluster cluster, Recorder recorder, Totals totals, SwarmConfig config) {
        this.world = world;
        this.cluster = cluster;
        this.safety = new ReplicaSafety(cluster.quorum());
        this.logs = new HeldLogs(recorder, safety);
        this.fresh = new FreshReplicas(cluster, recorder);
        this.recorder = recorder;
        this.totals = totals;
        this.forcedAcks = !config.lossy();
        this.breakable = config.breakable();
        if (breakable) {
            cluster.quorum().whenNewer(this::onMetadata);
        }
    }

    /** From now on this is done before each power cut. */
    void beforeCut(Runnable action) {
        beforeCut = action;
    }

    /** From now on this ends the process of a broker that was fenced as the last one that had lost nothing. */
    void endFenced(IntConsumer action) {
        endFenced = action;
    }

    /** Cuts the power of a node's machine now. */
    void powerCut(SimNode node) {
        beforeCut.run();
        noteEnds(node);
        brokerOf(node).ifPresent(safety::cut);
        if (node.disk().faults().forcesFailed()) {
            // The cut takes what was not forced, and leaves a directory that says so.
            brokerOf(node).ifPresent(safety::disowned);
        }
        Map<TopicPartition, Map<String, Held>> held = look();
        promise(node, held);
        List<Recorder.Remains> remains = remains(held);
        node.powerCut();
        recorder.powerCut(node.name(), remains);
    }

    /** Whether a node's disk can be lost, and nothing with it that anybody was promised. */
    boolean canSpare(ServerNode server) {
        for (ServerNode other : cluster.nodes()) {
            if (other.node().disk().faults().forcesFailed()) {
                safety.disowned(other.id());
            }
        }
        return safety.canSpare(server.id(), forcedAcks);
    }

    /** A node that does not run loses log directories, with all that is in them, and gets empty ones. */
    void loseDirectories(ServerNode server, List<String> directories) {
        beforeCut.run();
        // Up to where records may be committed is to be seen while it still has them.
        remains(look());
        noteEnds(server.node());
        safety.lost(server.id());
        fresh.losing(server, directories);
        for (String directory : directories) {
            server.node().disk().loseDirectory(directory);
            server.node().disk().provide(directory);
        }
        if (breakable) {
            List<Recorder.Remains> remains = remains(look());
            if (!remains.isEmpty()) {
                recorder.breach(List.of(server.node().name()), FaultKind.LOST_DISK.id(), remains);
            }
        }
    }

    /** A node's disk was replaced because a force had failed: all was copied, but the node vouches for nothing. */
    void diskReplaced(SimNode node) {
        if (breakable) {
            brokerOf(node).ifPresent(safety::disowned);
            List<Recorder.Remains> remains = remains(look());
            if (!remains.isEmpty()) {
                recorder.breach(List.of(node.name()), "force-error", remains);
            }
        }
    }

    /**
     * The controller has taken brokers out of ISRs, because they are fenced or their directories are offline. They may
     * have been all that was left of those who had lost nothing.
     */
    private void onMetadata(MetadataImage before, MetadataImage after) {
        TreeSet<TopicPartition> left = new TreeSet<>();
        TreeSet<Integer> leaving = new TreeSet<>();
        after.topics().byId().forEach((id, topic) -> topic.partitions().forEach((number, partition) -> {
            TopicImage known = before.topics().topic(id);
            PartitionImage then = known == null ? null : known.partition(number);
            List<Integer> brokers = then == null || then == partition ? List.of()
                    : safety.leftForAReason(before, after, then, partition);
            if (!brokers.isEmpty()) {
                left.add(new TopicPartition(topic.name(), number));
                leaving.addAll(brokers);
            }
        }));
        if (!left.isEmpty()) {
            Map<TopicPartition, Map<String, Held>> held = look();
            held.keySet().retainAll(left);
            List<Recorder.Remains> remains = remains(held);
            if (!remains.isEmpty()) {
                endFenced(leaving, remains);
            }
        }
    }

    /**
     * Who does not know yet that it was fenced goes on to serve what may be lost elsewhere. Nobody could tell its
     * answers from those of the logs' next life, so its process is ended, and what it says until then is of the former.
     */
    private void endFenced(TreeSet<Integer> brokers, List<Recorder.Remains> remains) {
        TreeSet<String> hosts = new TreeSet<>();
        for (ServerNode server : cluster.nodes()) {
            if (brokers.contains(server.id())) {
                hosts.add(server.node().name());
            }
        }
        recorder.breach(List.copyOf(hosts), "fenced", remains);
        world.in(0, () -> brokers.forEach(endFenced::accept));
    }

    /** Leaders go on to count what a follower had told them before it was hit. */
    private void noteEnds(SimNode node) {
        cluster.nodes().stream().filter(server -> server.node() == node).forEach(server -> {
            Map<Integer, Long> ends = endsWhenHit.computeIfAbsent(node.name(), unseen -> new TreeMap<>());
            if (safety.trust(server.id()) == HeldLogs.Trust.ALL) {
                ends.clear();
            }
            logs.look(server).forEach((partition, log) ->
                    ends.merge(recorder.presentKey(partition), countedEnd(log), Math::max));
        });
    }

    private Optional<Integer> brokerOf(SimNode node) {
        return cluster.nodes().stream().filter(server -> server.node() == node).map(ServerNode::id).findFirst();
    }

    private Map<TopicPartition, Map<String, Held>> look() {
        Map<TopicPartition, Map<String, Held>> held = new TreeMap<>();
        for (ServerNode server : cluster.nodes()) {
            logs.look(server).forEach((partition, log) ->
                    held.computeIfAbsent(partition, unseen -> new LinkedHashMap<>()).put(server.node().name(), log));
        }
        return held;
    }

    /** What is surely left of partitions of which something may be lost, since nobody who may lead has lost nothing. */
    private List<Recorder.Remains> remains(Map<TopicPartition, Map<String, Held>> held) {
        List<Recorder.Remains> remains = new ArrayList<>();
        held.forEach((partition, holders) -> {
            int key = recorder.presentKey(partition);
            long committed = committedEnd(key, holders);
            long safe = holders.values().stream()
                    .filter(log -> log.mayLead() && log.trust().keepsWhatCounts(forcedAcks))
                    .mapToLong(this::countedEnd).max().orElse(0);
            // Whichever of them is elected, or who led last if all of them leave: the shortest is what is surely left.
            HeldLogs.Content least = holders.values().stream().filter(log -> log.mayLead() || log.ledLast())
                    .map(Held::left).min(Comparator.comparingLong(HeldLogs.Content::endOffset))
                    .orElse(HeldLogs.Content.EMPTY);
            if (breakable && safe < committed && least.endOffset() < committed) {
                committedEnds.put(key, least.endOffset());
                broken.add(key);
                remains.add(new Recorder.Remains(key, least.firstOffset(), least.values()));
            }
        });
        return remains;
    }

    /** Sees whether something is committed that this would take, and whether it may. */
    private void promise(SimNode node, Map<TopicPartition, Map<String, Held>> held) {
        HolderLedger ledger = new HolderLedger();
        held.forEach((partition, holders) -> {
            holders.forEach((name, log) -> ledger.holds(partition, name, log.holding()));
            long known = recorder.counts().knownEnd(recorder.presentKey(partition));
            long present = holders.values().stream().mapToLong(log -> log.cached().endOffset()).max().orElse(0);
            // What an earlier fault has taken is not there to be lost again.
            if (!broken.contains(recorder.presentKey(partition))) {
                ledger.committed(partition, Math.min(known, present));
            }
        });
        List<HolderLedger.Breach> breaches = ledger.ofPowerCut(List.of(node.name()));
        totals.add(breaches.isEmpty() ? Count.CUTS_WITHIN_BUDGET : Count.CUTS_BEYOND_BUDGET, 1);
        if (forcedAcks && !breaches.isEmpty() && unforced == null) {
            unforced = new Violation("unforced-ack", "acknowledgements imply a force here, and when the power of "
                    + node.name() + " was cut clients knew more than was forced: " + breaches, world.nowNanos(),
                    List.of());
        }
    }

    /** Up to where a log counts for what is acknowledged. */
    private long countedEnd(Held log) {
        return forcedAcks ? log.holding().forcedEnd() : log.cached().endOffset();
    }

    /**
     * Up to where records may be committed: all that may lead have them, or had told so before they lost their end.
     * Until they are back they keep others from committing more, so it never goes back.
     */
    private long committedEnd(int key, Map<String, Held> holders) {
        long everywhere = holders.entrySet().stream().filter(holder -> holder.getValue().mayLead())
                .mapToLong(holder -> toldEnd(key, holder.getKey(), holder.getValue())).min().orElse(0);
        return committedEnds.merge(key, everywhere, Math::max);
    }

    private long toldEnd(int key, String node, Held log) {
        long whenHit = log.trust() == HeldLogs.Trust.ALL ? 0
                : endsWhenHit.getOrDefault(node, Map.of()).getOrDefault(key, 0L);
        return Math.max(whenHit, countedEnd(log));
    }

    /** The node died in the middle of a turn. */
    void cutInTurn() {
        totals.add(Count.CUT_TURNS, 1);
    }

    /** What was acknowledged though it was not forced, where that is promised; null if nothing was. */
    Violation unforced() {
        return unforced;
    }
}
