package dev.seedlog.replica;

import dev.seedlog.base.Nanos;
import dev.seedlog.base.Uuid;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.Timer;
import dev.seedlog.machine.Refusal;
import dev.seedlog.machine.Reply;
import dev.seedlog.metadata.TopicPartitionId;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.AssignReplicasToDirsRequest;
import dev.seedlog.wire.message.AssignReplicasToDirsRequest.DirectoryData;
import dev.seedlog.wire.message.AssignReplicasToDirsRequest.PartitionData;
import dev.seedlog.wire.message.AssignReplicasToDirsRequest.TopicData;
import dev.seedlog.wire.message.AssignReplicasToDirsResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the controller in which directories replicas are, where it has noted something else (KIP-858): a replica whose
 * directory is not known, or is gone, could not lead. It is told again until there is an answer; what the metadata says
 * then is what counts.
 */
public final class DirectoryAssignments implements DirectoryReports {

    private static final Logger LOG = LoggerFactory.getLogger(DirectoryAssignments.class);
    private static final long RETRY_NANOS = Nanos.ofMillis(100);

    private final int brokerId;
    private final LongSupplier brokerEpoch;
    private final ReplicaRequests controller;
    private final Timer retry;
    private final Map<TopicPartitionId, Uuid> waiting = new LinkedHashMap<>();
    private final Map<TopicPartitionId, Uuid> sent = new LinkedHashMap<>();
    private boolean inFlight;
    private boolean stopped;

    /**
     * Nothing is to be told yet.
     *
     * @param brokerEpoch the epoch of this incarnation
     */
    public DirectoryAssignments(ShardEnv env, int brokerId, LongSupplier brokerEpoch, ReplicaRequests controller) {
        this.brokerId = brokerId;
        this.brokerEpoch = brokerEpoch;
        this.controller = controller;
        // The turn that it fires in ends with another attempt.
        this.retry = env.timers().create("directory assignment retry", () -> { });
    }

    @Override
    public void assign(TopicPartitionId partition, Uuid directory) {
        if (!directory.equals(sent.get(partition))) {
            waiting.put(partition, directory);
        }
    }

    @Override
    public void endTurn() {
        if (inFlight || stopped || waiting.isEmpty() || retry.armed()) {
            return;
        }
        sent.putAll(waiting);
        waiting.clear();
        Map<Uuid, Map<Uuid, List<PartitionData>>> byDirectory = new LinkedHashMap<>();
        sent.forEach((partition, directory) -> byDirectory.computeIfAbsent(directory, id -> new LinkedHashMap<>())
                .computeIfAbsent(partition.topicId(), id -> new ArrayList<>())
                .add(PartitionData.builder().partitionIndex(partition.partitionId()).build()));
        List<DirectoryData> directories = new ArrayList<>();
        byDirectory.forEach((id, byTopic) -> {
            List<TopicData> topics = new ArrayList<>();
            byTopic.forEach((topic, partitions) ->
                    topics.add(TopicData.builder().topicId(topic).partitions(partitions).build()));
            directories.add(DirectoryData.builder().id(id).topics(topics).build());
        });
        inFlight = true;
        controller.assignDirectories(AssignReplicasToDirsRequest.builder().brokerId(brokerId)
                .brokerEpoch(brokerEpoch.getAsLong()).directories(directories).build(), new Answer());
    }

    @Override
    public void stop() {
        stopped = true;
        retry.stop();
    }

    private void again() {
        sent.forEach(waiting::putIfAbsent);
        sent.clear();
        retry.startIn(RETRY_NANOS);
    }

    /** What becomes of one request. */
    private final class Answer implements Reply<AssignReplicasToDirsResponse> {
        @Override
        public void answer(AssignReplicasToDirsResponse response) {
            inFlight = false;
            ErrorCode error = ErrorCode.forCode(response.errorCode());
            if (error == ErrorCode.NONE || error == ErrorCode.UNSUPPORTED_VERSION) {
                sent.clear();
            } else {
                LOG.debug("the controller will be told of directories again: {}", error);
                again();
            }
        }

        @Override
        public void refuse(Refusal refusal) {
            inFlight = false;
            LOG.debug("the controller will be told of directories again: {}", refusal.error());
            again();
        }
    }
}
