package dev.seedlog.controller;

import dev.seedlog.base.Invariant;
import dev.seedlog.base.Uuid;
import dev.seedlog.machine.Decision;
import dev.seedlog.machine.DecisionPoint;
import dev.seedlog.metadata.BrokerImage;
import dev.seedlog.metadata.MetadataImage;
import dev.seedlog.metadata.MetadataRecord;
import dev.seedlog.metadata.PartitionImage;
import dev.seedlog.metadata.TopicImage;
import dev.seedlog.wire.message.BrokerHeartbeatRequest;
import dev.seedlog.wire.message.BrokerHeartbeatResponse;
import dev.seedlog.wire.metadata.BrokerRegistrationChangeRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * BrokerHeartbeat, versions 0 to 2 (KIP-631): keeps the session, fences and unfences, and lets a broker stop when
 * others have taken over. A heartbeat that changes nothing, of a broker whose last change is committed, is answered at
 * once.
 */
final class HeartbeatHandler {

    private static final int FENCE = 1;
    private static final int UNFENCE = -1;

    private final MetadataImage image;
    private final BrokerSessions sessions;
    private final LeadershipChanges changes;
    private final List<MetadataRecord> records = new ArrayList<>();

    HeartbeatHandler(MetadataImage image, ConfigSchema schema, BrokerSessions sessions) {
        this.image = image;
        this.sessions = sessions;
        this.changes = new LeadershipChanges(image, schema);
    }

    /** Decides; {@code registrationOffset} is where the broker's registration is in the log. */
    Decision<MetadataRecord, BrokerHeartbeatResponse> decide(BrokerHeartbeatRequest request, long registrationOffset,
                                                             DecisionPoint at) {
        BrokerImage broker = BrokerEpochs.require(image.cluster(), request.brokerId(), request.brokerEpoch());
        BrokerSession session = sessions.of(broker.id(), at.nowNanos());
        BrokerState current = state(broker, session);
        boolean caughtUp = request.currentMetadataOffset() >= registrationOffset;
        BrokerState next = next(current, request, broker, session, caughtUp);
        List<Uuid> lost = lostDirectories(request, broker);
        if (next == BrokerState.UNFENCED && current != next && !lost.isEmpty()) {
            // First the directory goes: otherwise a replica in it might be elected.
            next = current;
        }
        Invariant.check(current.canBecome(next), "controller-broker-state", current + " cannot become " + next);
        if (current != next) {
            enter(next, broker);
        }
        session.touch(at.nowNanos(), request.currentMetadataOffset());
        if (next == BrokerState.UNFENCED) {
            session.serves();
        }
        if (next == BrokerState.FENCED || next == BrokerState.SHUTDOWN_NOW) {
            session.endShutdown();
        } else if (next == BrokerState.CONTROLLED_SHUTDOWN) {
            session.beginShutdown(at.nextOffset() + records.size() - 1);
        }
        if (!lost.isEmpty()) {
            loseDirectories(broker, lost, next == current);
        }
        cordonDirectories(request, broker);
        if (!records.isEmpty()) {
            session.changedBefore(at.nextOffset() + records.size());
        }
        BrokerHeartbeatResponse answer = BrokerHeartbeatResponse.builder()
                .isCaughtUp(caughtUp)
                .isFenced(next == BrokerState.FENCED || next == BrokerState.SHUTDOWN_NOW)
                .shouldShutDown(next == BrokerState.SHUTDOWN_NOW)
                .build();
        boolean settled = records.isEmpty() && session.isSettled(at.highWatermark());
        return settled ? Decision.immediate(answer) : Decision.splittable(records, answer);
    }

    /** The records that fence a broker whose session is over; one that is fenced leaves where it is still in sync. */
    List<MetadataRecord> fence(BrokerImage broker, DecisionPoint at) {
        if (broker.fenced()) {
            records.addAll(changes.brokerGone(broker.id()));
        }
        enter(BrokerState.FENCED, broker);
        BrokerSession session = sessions.of(broker.id(), at.nowNanos());
        session.endShutdown();
        if (records.isEmpty()) {
            session.giveUp();
        }
        session.changedBefore(at.nextOffset() + records.size());
        return records;
    }

    private static BrokerState state(BrokerImage broker, BrokerSession session) {
        if (broker.fenced()) {
            return BrokerState.FENCED;
        }
        return session.isShuttingDown() ? BrokerState.CONTROLLED_SHUTDOWN : BrokerState.UNFENCED;
    }

    private BrokerState next(BrokerState current, BrokerHeartbeatRequest request, BrokerImage broker,
                             BrokerSession session, boolean caughtUp) {
        return switch (current) {
            case FENCED -> {
                // One that has begun to stop serves again only as a new process, with a new registration.
                boolean mayServe = !request.wantFence() && caughtUp && !broker.inControlledShutdown();
                yield request.wantShutDown() ? BrokerState.SHUTDOWN_NOW
                        : mayServe ? BrokerState.UNFENCED : BrokerState.FENCED;
            }
            case UNFENCED -> {
                if (request.wantFence()) {
                    yield request.wantShutDown() ? BrokerState.SHUTDOWN_NOW : BrokerState.FENCED;
                }
                if (!request.wantShutDown()) {
                    yield BrokerState.UNFENCED;
                }
                yield leads(broker.id()) ? BrokerState.CONTROLLED_SHUTDOWN : BrokerState.SHUTDOWN_NOW;
            }
            // All others must have read that they lead now, or clients would be sent back and forth.
            case CONTROLLED_SHUTDOWN -> !leads(broker.id())
                    && session.shutdownOffset() <= sessions.lowestActiveOffset(image.cluster())
                    ? BrokerState.SHUTDOWN_NOW : BrokerState.CONTROLLED_SHUTDOWN;
            case SHUTDOWN_NOW -> BrokerState.SHUTDOWN_NOW;
        };
    }

    private void enter(BrokerState next, BrokerImage broker) {
        switch (next) {
            case UNFENCED -> {
                records.add(MetadataRecord.of(change(broker).fenced((byte) UNFENCE).build(), 0));
                records.addAll(changes.brokerLive(broker.id()));
            }
            case CONTROLLED_SHUTDOWN -> {
                if (!broker.inControlledShutdown()) {
                    records.add(MetadataRecord.of(change(broker).inControlledShutdown((byte) 1).build(), 1));
                }
                records.addAll(changes.brokerGone(broker.id()));
            }
            case FENCED, SHUTDOWN_NOW -> {
                if (!broker.fenced()) {
                    records.addAll(changes.brokerGone(broker.id()));
                    records.add(MetadataRecord.of(change(broker).fenced((byte) FENCE).build(), 0));
                }
            }
        }
    }

    private List<Uuid> lostDirectories(BrokerHeartbeatRequest request, BrokerImage broker) {
        List<Uuid> lost = new ArrayList<>();
        if (image.metadataVersion().hasDirectories()) {
            lost.addAll(broker.logDirs());
            lost.retainAll(request.offlineLogDirs());
        }
        return lost;
    }

    private void loseDirectories(BrokerImage broker, List<Uuid> lost, boolean stateStays) {
        List<Uuid> online = new ArrayList<>(broker.logDirs());
        online.removeAll(lost);
        // If its state changes too, then that has already taken it out of every ISR.
        for (Uuid directory : stateStays ? lost : List.<Uuid>of()) {
            records.addAll(changes.directoryOffline(broker.id(), directory));
        }
        // In the record no directories means no change; a broker without any stops by itself.
        if (!online.isEmpty()) {
            records.add(MetadataRecord.of(change(broker).logDirs(online).build(), 2));
        }
    }

    private void cordonDirectories(BrokerHeartbeatRequest request, BrokerImage broker) {
        if (image.metadataVersion().hasCordonedDirectories() && request.cordonedLogDirs() != null
                && !request.cordonedLogDirs().equals(broker.cordonedLogDirs())) {
            records.add(MetadataRecord.of(change(broker).cordonedLogDirs(request.cordonedLogDirs()).build(), 3));
        }
    }

    private boolean leads(int broker) {
        for (TopicImage topic : image.topics().byId().values()) {
            for (PartitionImage partition : topic.partitions().values()) {
                if (partition.leader() == broker) {
                    return true;
                }
            }
        }
        return false;
    }

    private static BrokerRegistrationChangeRecord.Builder change(BrokerImage broker) {
        return BrokerRegistrationChangeRecord.builder().brokerId(broker.id()).brokerEpoch(broker.epoch());
    }
}
