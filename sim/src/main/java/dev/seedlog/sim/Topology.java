package dev.seedlog.sim;

import dev.seedlog.base.config.NodeConfig;
import dev.seedlog.base.config.ProcessRole;
import dev.seedlog.env.RandomSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which nodes a run has under test.
 *
 * @param members the nodes
 * @param replicas how many brokers have each partition
 * @param replication the settings by which they do
 * @param changingVoters whether the voters are no matter of configuration (KIP-853): the first controller begins alone
 * @param movingController the controller that may listen at another port when it is started again; 0 for none: only one
 *     moves, because voters find each other by what the log says, and what it says may be wrong of one at a time
 * @param racks over how many racks brokers are spread; 0 if they are in none
 */
public record Topology(List<Member> members, int replicas, Map<String, String> replication,
                       boolean changingVoters, int movingController, int racks) {

    /** One node that is everything. */
    static final Topology SOLE = new Topology(List.of(new Member(1, EnumSet.allOf(ProcessRole.class))), 1, Map.of());

    /** The setting that says who votes for ever. */
    static final String FIXED_VOTERS = "controller.quorum.voters";

    private static final int CLIENT_PORT = 9092;
    private static final int CONTROLLER_PORT = 9093;
    private static final int OTHER_CONTROLLER_PORT = 9094;
    private static final int SOLE_PERCENT = 50;
    private static final int REPLICATED_PERCENT = 75;
    private static final int CHANGING_PERCENT = 40;
    private static final int RACKS_PERCENT = 50;

    /** Nodes of which all controllers are voters for ever. */
    Topology(List<Member> members, int replicas, Map<String, String> replication) {
        this(members, replicas, replication, false);
    }

    /** Nodes that are nowhere in particular. */
    Topology(List<Member> members, int replicas, Map<String, String> replication, boolean changingVoters) {
        this(members, replicas, replication, changingVoters, 0, 0);
    }

    /** Copies the collections. */
    public Topology {
        members = List.copyOf(members);
        replication = new TreeMap<>(replication);
    }

    /**
     * A node.
     *
     * @param id its number
     * @param roles what it is
     */
    record Member(int id, Set<ProcessRole> roles) {

        boolean is(ProcessRole role) {
            return roles.contains(role);
        }
    }

    /** Half of all runs have one node; others up to seven: one, three or five controllers, which may be brokers too. */
    static Topology draw(RandomSource random) {
        boolean sole = random.nextInt(100) < SOLE_PERCENT;
        int controllers = List.of(1, 3, 3, 3, 5).get(random.nextInt(5));
        int brokers = 1 + random.nextInt(4);
        int combined = random.nextInt(1 + Math.min(controllers, brokers));
        if (sole) {
            return SOLE;
        }
        combined = Math.max(combined, controllers + brokers - 7);
        List<Member> members = new ArrayList<>();
        for (int id = 1; id <= controllers + brokers - combined; id++) {
            Set<ProcessRole> roles = EnumSet.noneOf(ProcessRole.class);
            if (id <= controllers) {
                roles.add(ProcessRole.CONTROLLER);
            }
            if (id > controllers - combined) {
                roles.add(ProcessRole.BROKER);
            }
            members.add(new Member(id, roles));
        }
        return replicated(random, members, brokers);
    }

    /** With several brokers, most runs have each partition on two or three of them. */
    private static Topology replicated(RandomSource random, List<Member> members, int brokers) {
        boolean wanted = random.nextInt(100) < REPLICATED_PERCENT;
        int replicas = Math.min(brokers, 2 + random.nextInt(2));
        Map<String, String> settings = new TreeMap<>();
        settings.put("default.replication.factor", String.valueOf(replicas));
        settings.put("offsets.topic.replication.factor", String.valueOf(replicas));
        settings.put("min.insync.replicas", String.valueOf(1 + random.nextInt(2)));
        int lagMs = 1_000 * (2 + random.nextInt(20));
        settings.put("replica.lag.time.max.ms", String.valueOf(lagMs));
        settings.put("replica.fetch.backoff.ms", String.valueOf(100 + random.nextInt(1_000)));
        settings.put("leader.imbalance.check.interval.seconds", String.valueOf(2 + random.nextInt(30)));
        // An idle follower is in sync as long as its fetches are answered well before the lag.
        int waitMs = Math.max(500, Math.min(2_500, lagMs / (2 + random.nextInt(7))));
        settings.put("replica.fetch.wait.max.ms", String.valueOf(waitMs));
        settings.put("replica.socket.timeout.ms", "10000");
        return wanted && replicas > 1 ? new Topology(members, replicas, settings)
                : new Topology(members, 1, Map.of());
    }

    /** Of those with several controllers, some have voters that change: one of them begins alone. */
    Topology drawVoters(RandomSource random) {
        boolean changing = random.nextInt(100) < CHANGING_PERCENT;
        boolean moving = random.nextInt(2) == 0;
        int controllers = (int) members.stream().filter(each -> each.is(ProcessRole.CONTROLLER)).count();
        int mover = moving ? 1 + random.nextInt(controllers) : 0;
        return changing && controllers > 1 ? new Topology(members, replicas, replication, true, mover, racks) : this;
    }

    /** Of those with several replicas, half are in racks, and have consumers read from the replica in their own. */
    Topology drawRacks(RandomSource random) {
        boolean wanted = random.nextInt(100) < RACKS_PERCENT;
        int count = 2 + random.nextInt(2);
        return wanted && replicas > 1
                ? new Topology(members, replicas, replication, changingVoters, movingController, count) : this;
    }

    boolean isSole() {
        return members.size() == 1;
    }

    /** The name of a node's machine. */
    String host(Member member) {
        return isSole() ? "broker" : "node-" + member.id();
    }

    /**
     * The settings that make a node what it is.
     *
     * @param controllerPort where it listens if it is a controller
     */
    Map<String, String> settings(Member member, int controllerPort) {
        Map<String, String> settings = new TreeMap<>();
        List<String> listeners = new ArrayList<>();
        if (member.is(ProcessRole.BROKER)) {
            listeners.add("PLAINTEXT://" + host(member) + ":" + CLIENT_PORT);
        }
        if (member.is(ProcessRole.CONTROLLER)) {
            listeners.add("CONTROLLER://" + host(member) + ":" + controllerPort);
        }
        settings.put("listeners", String.join(",", listeners));
        if (racks > 0) {
            settings.put("broker.rack", "rack-" + member.id() % racks);
            settings.put("replica.selector.class", NodeConfig.RACK_AWARE_SELECTOR);
        }
        settings.putAll(replication);
        if (!isSole()) {
            settings.put("node.id", String.valueOf(member.id()));
            settings.put("process.roles", member.roles().stream()
                    .map(role -> role.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(",")));
            settings.put(changingVoters ? "controller.quorum.bootstrap.servers" : FIXED_VOTERS, members.stream()
                    .filter(each -> each.is(ProcessRole.CONTROLLER))
                    .map(each -> (changingVoters ? "" : each.id() + "@") + host(each) + ":" + CONTROLLER_PORT
                            + (each.id() == movingController ? "," + host(each) + ":" + OTHER_CONTROLLER_PORT : ""))
                    .collect(Collectors.joining(",")));
        }
        return settings;
    }

    /** Whether a node has to be formatted before it is started: a member of a quorum of several, or its first one. */
    boolean wantsFormat(Member member) {
        if (changingVoters) {
            return member.equals(members.stream().filter(each -> each.is(ProcessRole.CONTROLLER)).findFirst()
                    .orElseThrow());
        }
        return member.is(ProcessRole.CONTROLLER)
                && members.stream().filter(each -> each.is(ProcessRole.CONTROLLER)).count() > 1;
    }

    /** The port on which a controller listens that has listened at this one. */
    static int otherControllerPort(int port) {
        return port == CONTROLLER_PORT ? OTHER_CONTROLLER_PORT : CONTROLLER_PORT;
    }

    /** The port on which controllers are served. */
    static int controllerPort() {
        return CONTROLLER_PORT;
    }

    /** The port on which clients are served. */
    static int clientPort() {
        return CLIENT_PORT;
    }
}
