package dev.seedlog.replica;

import dev.seedlog.log.PartitionLog;
import java.util.function.Consumer;

/**
 * What all partitions that a shard leads have in common.
 *
 * @param brokerId this broker
 * @param tools to append with
 * @param brokers the other brokers
 * @param lagNanos after how long without having caught up a follower leaves the ISR (replica.lag.time.max.ms)
 * @param proposals takes changes of the ISR to the controller
 * @param moved told of a log whose high watermark has moved; who waits is woken at the turn's end
 */
record LeaderContext(int brokerId, AppendTools tools, BrokerStanding brokers, long lagNanos, IsrProposals proposals,
                     Consumer<PartitionLog> moved) {

    long nowNanos() {
        return tools.clock().nanoTime();
    }
}
