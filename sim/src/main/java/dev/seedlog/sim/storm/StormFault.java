package dev.seedlog.sim.storm;

/** What may befall a real cluster. The names are those of the simulator where it has the same. */
public enum StormFault {
    /** A node's process is killed, and started again after a while. */
    KILL("kill", 5),
    /** All nodes' processes are killed at once, and started again after a while. */
    KILL_ALL("kill-all", 1),
    /** A node is told to stop, and started again after a while. */
    CLEAN_RESTART("clean-restart", 2),
    /** A node's process stands still for a while. */
    PAUSE("pause", 3),
    /** Nothing gets from a node to one other or to all others, nor back. */
    PARTITION("partition", 3),
    /** Nothing gets from a node to one other or to all others, but back. */
    ONE_WAY_PARTITION("one-way-partition", 2),
    /** Nothing gets from half of the clients to a node, nor back. */
    CLIENT_PARTITION("client-partition", 2),
    /** Connections to a node break. */
    RESET("reset", 2),
    /** Connections to a node break when so many more bytes have passed, in the middle of a frame or not. */
    CUT("cut", 2),
    /** Connections to a node lose all that is sent, and nobody says so for a while. */
    HALF_OPEN("half-open", 2),
    /** A node's ports refuse new connections for a while. */
    REFUSE("refuse", 2),
    /** What goes to a node and back takes long for a while. */
    SLOW_LINK("slow-link", 3),
    /** The disk of a node is full until somebody makes room, and starts the node again. */
    FULL_DISK("full-disk", 2);

    private final String id;
    private final int weight;

    StormFault(String id, int weight) {
        this.id = id;
        this.weight = weight;
    }

    /** Its name, on the command line and in histories. */
    public String id() {
        return id;
    }

    /** How often it is drawn, compared with others. */
    int weight() {
        return weight;
    }

    /** Whether it is over as soon as it has happened. */
    boolean isMoment() {
        return this == RESET || this == CUT;
    }

    /** Whether it needs a node's process that runs. */
    boolean hitsProcess() {
        return this == KILL || this == CLEAN_RESTART || this == PAUSE || this == FULL_DISK;
    }
}
