package dev.seedlog.replica;

import dev.seedlog.base.Uuid;
import dev.seedlog.wire.message.AlterPartitionRequest.BrokerState;
import java.util.List;

/**
 * An ISR that a leader wants (KIP-497).
 *
 * @param leaderEpoch the epoch that it leads in
 * @param partitionEpoch the state of the partition that it wants to change; if there is a newer one, it is refused
 * @param isr the members, each with the epoch of the incarnation that is meant (KIP-903)
 * @param answer hears what became of it, once
 */
public record IsrProposal(Uuid topicId, int partition, int leaderEpoch, int partitionEpoch, List<BrokerState> isr,
                          IsrAnswer answer) {
}
