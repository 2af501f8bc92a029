package dev.seedlog.broker;

import dev.seedlog.broker.control.ControllerGateway;
import dev.seedlog.broker.control.PartitionCalls;
import dev.seedlog.broker.shard.ShardPost;
import dev.seedlog.machine.Refusal;
import dev.seedlog.machine.Reply;
import dev.seedlog.replica.ReplicaRequests;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.WireMessage;
import dev.seedlog.wire.message.AlterPartitionRequest;
import dev.seedlog.wire.message.AlterPartitionResponse;
import dev.seedlog.wire.message.AssignReplicasToDirsRequest;
import dev.seedlog.wire.message.AssignReplicasToDirsResponse;
import java.util.function.Supplier;

/**
 * The way to the controller for the replicas of this node: those on the first shard, and through it those on others.
 */
final class ReplicaGateway implements ReplicaRequests {

    private static final long TIMEOUT_MS = 30_000;

    private final Supplier<ControllerGateway> controller;
    private final ShardPost post;

    ReplicaGateway(Supplier<ControllerGateway> controller, ShardPost post) {
        this.controller = controller;
        this.post = post;
    }

    @Override
    public void alterPartition(AlterPartitionRequest request, Reply<AlterPartitionResponse> reply) {
        controller.get().submit(PartitionCalls.ALTER_PARTITION, Api.ALTER_PARTITION.highestVersion(), request,
                TIMEOUT_MS, reply);
    }

    @Override
    public void assignDirectories(AssignReplicasToDirsRequest request, Reply<AssignReplicasToDirsResponse> reply) {
        controller.get().submit(PartitionCalls.ASSIGN_DIRECTORIES, Api.ASSIGN_REPLICAS_TO_DIRS.highestVersion(),
                request, TIMEOUT_MS, reply);
    }

    /** Another shard asks. */
    void onMail(int from, ControlMail.AskController asked) {
        if (asked.request() instanceof AlterPartitionRequest request) {
            alterPartition(request, new MailedReply<>(from, asked.number()));
        } else {
            assignDirectories((AssignReplicasToDirsRequest) asked.request(), new MailedReply<>(from, asked.number()));
        }
    }

    /** Goes to the shard that has asked. */
    private final class MailedReply<A extends WireMessage> implements Reply<A> {
        private final int to;
        private final long number;

        private MailedReply(int to, long number) {
            this.to = to;
            this.number = number;
        }

        @Override
        public void answer(A answer) {
            post.send(to, new ControlMail.ControllerSays(number, answer, null));
        }

        @Override
        public void refuse(Refusal refusal) {
            post.send(to, new ControlMail.ControllerSays(number, null, refusal));
        }
    }
}
