package dev.seedlog.replica;

import dev.seedlog.replica.follow.Following;

/**
 * How the replicas of a shard are kept with those of other brokers.
 *
 * @param lagNanos after how long without having caught up a follower leaves the ISR (replica.lag.time.max.ms)
 * @param listenerName the listener by which brokers talk to each other (inter.broker.listener.name)
 * @param proposals takes changes of the ISR to the controller
 * @param directories tells the controller where replicas are
 * @param following has logs follow their leaders
 */
public record Replication(long lagNanos, String listenerName, IsrProposals proposals, DirectoryReports directories,
                          Following following) {

    /** There is no other broker. */
    public static final Replication ALONE = new Replication(0, "", new IsrProposals() {
        @Override
        public void propose(IsrProposal proposal) {
            throw new IllegalStateException("a broker that is alone proposes no ISR");
        }

        @Override
        public void endTurn() {
        }

        @Override
        public void stop() {
        }
    }, DirectoryReports.NONE, Following.NOBODY);
}
