package dev.seedlog.sim.storm;

/** What a storm knows of a node. */
final class StormNode {

    private final int id;
    private NodeStage stage = NodeStage.SERVING;
    private boolean paused;
    private boolean stopsCleanly;
    private boolean reachable = true;
    private int refusals;

    /** A node that serves. */
    StormNode(int id) {
        this.id = id;
    }

    int id() {
        return id;
    }

    boolean is(NodeStage one) {
        return stage == one;
    }

    void become(NodeStage next) {
        if (!stage.next().contains(next)) {
            throw new IllegalStateException("node " + id + " cannot become " + next + ": it is " + stage);
        }
        stage = next;
        if (next == NodeStage.DOWN) {
            reachable = false;
        }
    }

    /** Whether it stands still. */
    boolean paused() {
        return paused;
    }

    void setPaused(boolean pausedNow) {
        paused = pausedNow;
    }

    /** Whether it was told to end, and has to do so without a fault. */
    boolean stopsCleanly() {
        return stopsCleanly;
    }

    void setStopsCleanly(boolean cleanly) {
        stopsCleanly = cleanly;
    }

    void setReachable(boolean reachableNow) {
        reachable = reachableNow;
    }

    /** So many more faults, or fewer, have its ports refuse connections. */
    void addRefusal(int more) {
        refusals += more;
    }

    /** Whether its ports refuse connections. */
    boolean refuses() {
        return !reachable || refusals > 0;
    }

    /** Whether its process is there, and nothing ends it. */
    boolean alive() {
        return stage == NodeStage.STARTING || stage == NodeStage.SERVING;
    }

    /** Whether its process is there, and nothing is the matter with it. */
    boolean sound() {
        return !paused && alive();
    }

    @Override
    public String toString() {
        return "node " + id + " is " + stage + (paused ? " and stands still" : "");
    }
}
