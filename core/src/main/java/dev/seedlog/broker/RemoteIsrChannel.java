package dev.seedlog.broker;

import dev.seedlog.broker.shard.ApiRouting;
import dev.seedlog.broker.shard.ShardPost;
import dev.seedlog.machine.Reply;
import dev.seedlog.replica.IsrChannel;
import dev.seedlog.wire.message.AlterPartitionRequest;
import dev.seedlog.wire.message.AlterPartitionResponse;
import java.util.Map;
import java.util.TreeMap;

/** The way to the controller from a shard that is not the first: the first one asks. */
final class RemoteIsrChannel implements IsrChannel {

    private final ShardPost post;
    private final Map<Long, Reply<AlterPartitionResponse>> asked = new TreeMap<>();
    private long lastNumber;

    RemoteIsrChannel(ShardPost post) {
        this.post = post;
    }

    @Override
    public void alterPartition(AlterPartitionRequest request, Reply<AlterPartitionResponse> reply) {
        asked.put(++lastNumber, reply);
        post.send(ApiRouting.FIRST_SHARD, new ControlMail.AlterPartition(lastNumber, request));
    }

    void onMail(ControlMail.PartitionAltered answer) {
        Reply<AlterPartitionResponse> reply = asked.remove(answer.number());
        if (answer.response() != null) {
            reply.answer(answer.response());
        } else {
            reply.refuse(answer.refusal());
        }
    }
}
