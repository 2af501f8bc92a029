package dev.seedlog.raft;

import dev.seedlog.base.Uuid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Runs a script against a cluster of kernels. A script is a list of commands, each followed by {@code ----}, the whole
 * trace that it must give, and an empty line; a line that begins with # is a comment.
 *
 * <pre>
 * cluster voters=3 observers=1    nodes that are down, with empty disks
 * start 1 2                       starts nodes
 * crash 1                         takes a node's power away: only what is forced is left
 * tick 1                          lets time pass until the node's deadline, and tells it
 * advance 500                     lets so many milliseconds pass, and tells nobody
 * timer 1                         tells the node what time it is
 * quorum 1, force 1               the node's quorum state (its log) is on disk now
 * deliver 1->2                    hands over what is on its way now; * is any node
 * drop 1->2, fail 1->2            loses it silently, or so that the asker notices
 * stabilize 1 2                   disks and the network between these nodes work until nothing happens
 * run 2000 1 2                    the same for so many milliseconds, timers included
 * append 1 a b, snapshot 1        what the machine on top of a leader does
 * resign 1, shutdown 1
 * refuses 2 1                     tells node 2 that its connection to 1 was reset, and is refused
 * forced 1 generation=0 end=5     reports a force that nobody waits for
 * vote 1 from=2 epoch=3 end=4@2   requests from nowhere; also prevote, fetch, fetchsnapshot, begin and end
 * state                           what all nodes believe
 * </pre>
 */
final class ScriptRunner {

    private static final RaftTimeouts TIMEOUTS = new RaftTimeouts(1_000 * TestCluster.MS, 2_000 * TestCluster.MS,
            1_000 * TestCluster.MS, 2_000 * TestCluster.MS, 20 * TestCluster.MS, 500, 3);

    private final List<String> trace = new ArrayList<>();
    private SafetyChecker checker = new SafetyChecker();
    private TestCluster cluster;

    /** The script with the traces that it really gives. */
    static String run(String script) {
        ScriptRunner runner = new ScriptRunner();
        StringBuilder result = new StringBuilder();
        boolean expectation = false;
        for (String line : script.split("\n", -1)) {
            if (expectation) {
                expectation = !line.isEmpty();
            } else if (line.equals("----")) {
                expectation = true;
            } else if (line.isEmpty() || line.startsWith("#")) {
                result.append(line).append('\n');
            } else {
                result.append(line).append("\n----\n");
                runner.command(line).forEach(traced -> result.append(traced).append('\n'));
                result.append('\n');
            }
        }
        return result.toString().stripTrailing() + "\n";
    }

    private List<String> command(String line) {
        trace.clear();
        String[] words = line.split(" +");
        List<String> arguments = Arrays.asList(words).subList(1, words.length);
        switch (words[0]) {
            case "cluster" -> cluster(named(arguments));
            case "advance" -> cluster.now += Long.parseLong(words[1]) * TestCluster.MS;
            case "deliver" -> arguments.forEach(this::deliver);
            case "drop" -> take(arguments.get(0));
            case "fail" -> take(arguments.get(0)).forEach(cluster::fail);
            case "stabilize" -> stabilize(arguments.stream().map(Integer::valueOf).toList());
            case "run" -> run(Long.parseLong(words[1]),
                    arguments.subList(1, arguments.size()).stream().map(Integer::valueOf).toList());
            case "state" -> cluster.nodes.values().forEach(node -> trace.add(TraceFormat.state(node)));
            case "start", "crash", "tick", "timer", "quorum", "force", "snapshot", "resign", "shutdown" ->
                    arguments.forEach(id -> onNode(words[0], cluster.node(Integer.parseInt(id))));
            default -> onNode(words[0], cluster.node(Integer.parseInt(words[1])),
                    arguments.subList(1, arguments.size()));
        }
        if (cluster != null) {
            checker.check();
        }
        return trace;
    }

    private void cluster(Map<String, String> named) {
        checker = new SafetyChecker();
        cluster = new TestCluster(Integer.parseInt(named.get("voters")),
                Integer.parseInt(named.getOrDefault("observers", "0")), TIMEOUTS,
                Long.parseLong(named.getOrDefault("seed", "1")), TestNode.Mutation.NONE, (node, effect) -> {
            checker.observe(node, effect);
            trace.add(TraceFormat.effect(node.id(), effect));
        });
    }

    private void onNode(String command, TestNode node) {
        switch (command) {
            case "start" -> cluster.start(node.id());
            case "crash" -> node.powerCut(null);
            case "tick" -> {
                cluster.now = Math.max(cluster.now, node.deadline);
                trace.add("time " + cluster.now / TestCluster.MS);
                node.step(new RaftInput.TimerFired(), cluster.now);
            }
            case "timer" -> node.step(new RaftInput.TimerFired(), cluster.now);
            case "quorum" -> {
                while (!node.quorumIo.isEmpty()) {
                    node.completeQuorumIo(cluster.now);
                }
            }
            case "force" -> {
                if (!node.logIo.isEmpty()) {
                    node.completeLogIo(cluster.now);
                }
            }
            case "snapshot" -> node.snapshot(cluster.now);
            case "resign" -> node.step(new RaftInput.ResignRequested(node.kernel.quorumState().epoch()), cluster.now);
            case "shutdown" -> node.step(new RaftInput.ShutdownRequested(3_000 * TestCluster.MS), cluster.now);
            default -> throw new IllegalArgumentException(command);
        }
    }

    private void onNode(String command, TestNode node, List<String> arguments) {
        Map<String, String> named = named(arguments);
        switch (command) {
            case "append" -> node.step(new RaftInput.ClientAppend(1, node.kernel.quorumState().epoch(),
                    arguments.size(), TestPayload.of(arguments.stream().map(v -> new TestEntry(-1, v)).toList())),
                    cluster.now);
            case "refuses" -> node.step(new RaftInput.PeerRefuses(Integer.parseInt(arguments.get(0))), cluster.now);
            case "forced" -> node.step(new RaftInput.LogForced(Long.parseLong(named.get("generation")),
                    Long.parseLong(named.get("end"))), cluster.now);
            case "vote", "prevote", "fetch", "fetchsnapshot", "begin", "end" -> {
                int from = Integer.parseInt(named.get("from"));
                node.receive(new TestNode.Origin(from, -1, -1), request(command, from, named), cluster.now);
                cluster.messages.removeIf(message -> message.askerLife() == -1);
            }
            default -> throw new IllegalArgumentException(command);
        }
    }

    private RaftRequest request(String command, int from, Map<String, String> named) {
        String clusterId = named.getOrDefault("cluster", TestCluster.CLUSTER_ID);
        int epoch = Integer.parseInt(named.get("epoch"));
        ReplicaKey sender = new ReplicaKey(from, new Uuid(7, Long.parseLong(named.getOrDefault("directory",
                Integer.toString(from)))));
        ReplicaKey receiver = named.containsKey("voter")
                ? new ReplicaKey(Integer.parseInt(named.get("voter")), new Uuid(7, 99)) : ReplicaKey.NONE;
        String[] end = named.getOrDefault("end", "0@0").split("@");
        long offset = Long.parseLong(end[0]);
        int endEpoch = Integer.parseInt(end[1]);
        return switch (command) {
            case "vote", "prevote" -> new RaftRequest.Vote(clusterId, receiver, epoch, sender, endEpoch, offset,
                    command.equals("prevote"));
            case "fetch" -> new RaftRequest.Fetch(clusterId, sender, epoch, offset, endEpoch,
                    Long.parseLong(named.getOrDefault("hw", "-1")), 3,
                    Integer.parseInt(named.getOrDefault("wait", "0")));
            case "fetchsnapshot" -> new RaftRequest.FetchSnapshot(clusterId, sender, epoch,
                    new SnapshotId(offset, endEpoch), Long.parseLong(named.getOrDefault("position", "0")), 3);
            case "begin" -> new RaftRequest.BeginQuorumEpoch(clusterId, receiver, from, epoch,
                    TestCluster.endpoints(from));
            default -> new RaftRequest.EndQuorumEpoch(clusterId, from, epoch, List.of(), TestCluster.endpoints(from));
        };
    }

    private void deliver(String pattern) {
        for (TestCluster.Message message : take(pattern)) {
            if (!cluster.deliver(message)) {
                cluster.fail(message);
            }
        }
    }

    private List<TestCluster.Message> take(String pattern) {
        String[] ends = pattern.split("->");
        return take(message -> matches(ends[0], message.from()) && matches(ends[1], message.to()));
    }

    private List<TestCluster.Message> take(Predicate<TestCluster.Message> wanted) {
        List<TestCluster.Message> taken = cluster.messages.stream().filter(wanted).toList();
        cluster.messages.removeAll(taken);
        return taken;
    }

    private static boolean matches(String pattern, int id) {
        return pattern.equals("*") || pattern.equals(Integer.toString(id));
    }

    private void stabilize(List<Integer> ids) {
        List<TestNode> nodes = ids.isEmpty() ? List.copyOf(cluster.nodes.values())
                : ids.stream().map(cluster::node).toList();
        boolean busy = true;
        while (busy) {
            busy = false;
            for (TestNode node : nodes) {
                busy |= !node.quorumIo.isEmpty() || !node.logIo.isEmpty();
                onNode("quorum", node);
                while (!node.logIo.isEmpty()) {
                    node.completeLogIo(cluster.now);
                }
            }
            for (TestCluster.Message message : take(m -> nodes.contains(cluster.node(m.from()))
                    && nodes.contains(cluster.node(m.to())))) {
                busy = true;
                if (!cluster.deliver(message)) {
                    cluster.fail(message);
                }
            }
        }
    }

    private void run(long virtualMs, List<Integer> ids) {
        long until = cluster.now + virtualMs * TestCluster.MS;
        while (true) {
            stabilize(ids);
            TestNode next = null;
            for (int id : ids) {
                next = next == null || cluster.node(id).deadline < next.deadline ? cluster.node(id) : next;
            }
            if (next.deadline > until) {
                cluster.now = until;
                return;
            }
            onNode("tick", next);
        }
    }

    private static Map<String, String> named(List<String> arguments) {
        Map<String, String> named = new LinkedHashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (equals > 0) {
                named.put(argument.substring(0, equals), argument.substring(equals + 1));
            }
        }
        return named;
    }
}
