package dev.seedlog.broker;

import dev.seedlog.broker.control.ControllerGateway;
import dev.seedlog.broker.control.PartitionCalls;
import dev.seedlog.broker.shard.ShardPost;
import dev.seedlog.machine.Refusal;
import dev.seedlog.machine.Reply;
import dev.seedlog.replica.IsrChannel;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.message.AlterPartitionRequest;
import dev.seedlog.wire.message.AlterPartitionResponse;
import java.util.function.Supplier;

/** The way to the controller for the leaders of this node: those on the first shard, and through it those on others. */
final class IsrGateway implements IsrChannel {

    private static final long TIMEOUT_MS = 30_000;

    private final Supplier<ControllerGateway> controller;
    private final ShardPost post;

    IsrGateway(Supplier<ControllerGateway> controller, ShardPost post) {
        this.controller = controller;
        this.post = post;
    }

    @Override
    public void alterPartition(AlterPartitionRequest request, Reply<AlterPartitionResponse> reply) {
        controller.get().submit(PartitionCalls.ALTER_PARTITION, Api.ALTER_PARTITION.highestVersion(), request, TIMEOUT_MS,
                reply);
    }

    /** Another shard asks. */
    void onMail(int from, ControlMail.AlterPartition asked) {
        alterPartition(asked.request(), new Reply<>() {
            @Override
            public void answer(AlterPartitionResponse answer) {
                post.send(from, new ControlMail.PartitionAltered(asked.number(), answer, null));
            }

            @Override
            public void refuse(Refusal refusal) {
                post.send(from, new ControlMail.PartitionAltered(asked.number(), null, refusal));
            }
        });
    }
}
