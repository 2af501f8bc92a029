package dev.seedlog.sim.storm;

import dev.seedlog.cli.ExitStatus;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.sim.live.Troubles;
import dev.seedlog.sim.workload.Recorder;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Does to a cluster what a plan says. A fault that cannot hit because of another one (a node that is down cannot be
 * killed) is left out.
 */
public final class Storm implements Troubles {

    private static final long LOOK_NANOS = 20_000_000;
    private static final long RESTART_NANOS = 500_000_000;
    private static final String BEGINS = "start-";
    private static final String ENDS = "stop-";
    private static final int LAST_LINES = 15;

    /** A fault that goes on. */
    private static final class Episode {
        private final StormFault fault;
        private final Runnable repair;

        private Episode(StormFault fault, Runnable repair) {
            this.fault = fault;
            this.repair = repair;
        }
    }

    private final StormCluster cluster;
    private final StormPlan plan;
    private final StormLinks links;
    private final List<StormNode> nodes = new ArrayList<>();
    private final List<Episode> open = new ArrayList<>();
    private final Map<StormFault, Integer> hits = new EnumMap<>(StormFault.class);
    private Agenda agenda;
    private Recorder recorder;

    /** A storm over a cluster that runs. */
    public Storm(StormCluster cluster, StormPlan plan) {
        this.cluster = cluster;
        this.plan = plan;
        this.links = new StormLinks(cluster.parties(), cluster.proxy());
        for (int node = 1; node <= cluster.parties().nodes(); node++) {
            nodes.add(new StormNode(node));
        }
    }

    /** How often each fault happened. Not to be called while clients work. */
    public Map<StormFault, Integer> hits() {
        return hits;
    }

    @Override
    public void begin(ShardEnv env, Recorder takesDown) {
        recorder = takesDown;
        agenda = new Agenda(env);
        plan.strikes().forEach(strike -> agenda.in(strike.atNanos(), () -> strike(strike)));
        look();
    }

    @Override
    public void end() {
        agenda.clear();
        List.copyOf(open).forEach(this::end);
        nodes.forEach(this::startAgain);
        look();
    }

    @Override
    public String unhealed() {
        return nodes.stream().filter(node -> node.paused() || !node.is(NodeStage.SERVING)).map(StormNode::toString)
                .findFirst().orElse(null);
    }

    private void look() {
        cluster.check();
        for (StormCluster.Event event = cluster.nextEvent(); event != null; event = cluster.nextEvent()) {
            StormNode node = nodes.get(event.node() - 1);
            if (!event.ready()) {
                ended(node, event.status());
            } else if (node.is(NodeStage.STARTING)) {
                node.become(NodeStage.SERVING);
            }
        }
        agenda.in(LOOK_NANOS, this::look);
    }

    private void ended(StormNode node, int status) {
        boolean expected = node.is(NodeStage.ENDING) && (!node.stopsCleanly() || status == ExitStatus.OK);
        node.become(NodeStage.DOWN);
        node.setPaused(false);
        update(node);
        if (!expected) {
            recorder.broken("node-failed", "node " + node.id() + " ended with status " + status + ": "
                    + cluster.lastWords(node.id(), LAST_LINES));
            agenda.in(RESTART_NANOS, () -> startAgain(node));
        }
    }

    private void strike(Strike strike) {
        StormNode node = nodes.get(strike.node() - 1);
        if (strike.fault().hitsProcess() && !(node.sound() && node.is(NodeStage.SERVING))) {
            return;
        }
        hits.merge(strike.fault(), 1, Integer::sum);
        if (strike.fault().isMoment()) {
            recorder.fault(strike.fault().id(), "");
            cluster.proxy().cut(whose(strike), strike.node(), strike.fault() == StormFault.RESET ? 0
                    : 1 + strike.amount());
            return;
        }
        recorder.fault(strike.fault().id(), BEGINS);
        Episode episode = new Episode(strike.fault(), begun(strike, node));
        open.add(episode);
        agenda.in(strike.lengthNanos(), () -> end(episode));
    }

    private void end(Episode episode) {
        if (open.remove(episode)) {
            episode.repair.run();
            recorder.fault(episode.fault.id(), ENDS);
        }
    }

    /** Begins what lasts; what it answers ends it. */
    private Runnable begun(Strike strike, StormNode node) {
        return switch (strike.fault()) {
            case KILL -> killed(List.of(node));
            case KILL_ALL -> killed(nodes);
            case CLEAN_RESTART -> stopped(node);
            case PAUSE -> paused(node);
            case FULL_DISK -> filled(node);
            case REFUSE -> refused(node);
            case HALF_OPEN -> {
                cluster.proxy().deafen(whose(strike), node.id());
                yield () -> cluster.proxy().endDeafness(node.id());
            }
            default -> {
                StormLinks.Rule rule = links.rule(strike);
                links.add(rule);
                yield () -> links.remove(rule);
            }
        };
    }

    private Runnable killed(List<StormNode> victims) {
        List<StormNode> hit = victims.stream().filter(StormNode::alive).toList();
        hit.forEach(this::kill);
        return () -> hit.forEach(this::startAgain);
    }

    private void kill(StormNode node) {
        node.setStopsCleanly(false);
        node.setReachable(false);
        if (!node.is(NodeStage.ENDING)) {
            node.become(NodeStage.ENDING);
        }
        update(node);
        cluster.kill(node.id());
    }

    private Runnable stopped(StormNode node) {
        node.setStopsCleanly(true);
        node.become(NodeStage.ENDING);
        cluster.stop(node.id());
        return () -> startAgain(node);
    }

    private Runnable paused(StormNode node) {
        node.setPaused(true);
        cluster.pause(node.id());
        return () -> {
            if (node.paused()) {
                node.setPaused(false);
                cluster.resume(node.id());
            }
        };
    }

    /** A node whose disk is full may end or not; when there is room again, it is started anew. */
    private Runnable filled(StormNode node) {
        node.setStopsCleanly(false);
        node.become(NodeStage.ENDING);
        cluster.fillDisk();
        return () -> {
            cluster.freeDisk();
            if (node.is(NodeStage.ENDING)) {
                kill(node);
            }
            startAgain(node);
        };
    }

    private Runnable refused(StormNode node) {
        node.addRefusal(1);
        update(node);
        return () -> {
            node.addRefusal(-1);
            update(node);
        };
    }

    private void startAgain(StormNode node) {
        if (node.is(NodeStage.DOWN)) {
            node.become(NodeStage.STARTING);
            node.setReachable(true);
            update(node);
            cluster.startNode(node.id());
        } else if (node.is(NodeStage.ENDING)) {
            agenda.in(LOOK_NANOS, () -> startAgain(node));
        }
    }

    private void update(StormNode node) {
        cluster.proxy().refuse(node.id(), node.refuses());
    }

    private static IntPredicate whose(Strike strike) {
        return party -> strike.peer() == Parties.ALL || strike.peer() == party;
    }
}
