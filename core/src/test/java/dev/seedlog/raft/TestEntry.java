package dev.seedlog.raft;

/** A record of the test log, which is a batch of its own: its leader's epoch and what it says. */
record TestEntry(int epoch, String value) {

    @Override
    public String toString() {
        return value + "@" + epoch;
    }
}
