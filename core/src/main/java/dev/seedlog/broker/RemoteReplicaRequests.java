package dev.seedlog.broker;

import dev.seedlog.broker.shard.ApiRouting;
import dev.seedlog.broker.shard.ShardPost;
import dev.seedlog.machine.Refusal;
import dev.seedlog.machine.Reply;
import dev.seedlog.replica.ReplicaRequests;
import dev.seedlog.wire.WireMessage;
import dev.seedlog.wire.message.AlterPartitionRequest;
import dev.seedlog.wire.message.AlterPartitionResponse;
import dev.seedlog.wire.message.AssignReplicasToDirsRequest;
import dev.seedlog.wire.message.AssignReplicasToDirsResponse;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The way to the controller from a shard that is not the first: the first one asks. */
final class RemoteReplicaRequests implements ReplicaRequests {

    /** A reply that is due, and the type of its answer. */
    private record Asked<A>(Reply<A> reply, Function<WireMessage, A> type) {

        void take(WireMessage answer, Refusal refusal) {
            if (answer == null) {
                reply.refuse(refusal);
            } else {
                reply.answer(type.apply(answer));
            }
        }
    }

    private final ShardPost post;
    private final Map<Long, Asked<?>> asked = new TreeMap<>();
    private long lastNumber;

    RemoteReplicaRequests(ShardPost post) {
        this.post = post;
    }

    @Override
    public void alterPartition(AlterPartitionRequest request, Reply<AlterPartitionResponse> reply) {
        ask(request, new Asked<>(reply, AlterPartitionResponse.class::cast));
    }

    @Override
    public void assignDirectories(AssignReplicasToDirsRequest request, Reply<AssignReplicasToDirsResponse> reply) {
        ask(request, new Asked<>(reply, AssignReplicasToDirsResponse.class::cast));
    }

    private void ask(WireMessage request, Asked<?> waiting) {
        asked.put(++lastNumber, waiting);
        post.send(ApiRouting.FIRST_SHARD, new ControlMail.AskController(lastNumber, request));
    }

    void onMail(ControlMail.ControllerSays said) {
        asked.remove(said.number()).take(said.answer(), said.refusal());
    }
}
