package dev.seedlog.broker;

import dev.seedlog.broker.connection.Admission;
import dev.seedlog.broker.shard.ApiRouting;
import dev.seedlog.broker.shard.ShardPost;
import java.util.function.Consumer;
import org.agrona.collections.Long2ObjectHashMap;

/** Has the first shard count the clients of this one: limits are the node's, and may be set while it runs. */
final class RemoteAdmission implements Admission {

    private final ShardPost post;
    private final Long2ObjectHashMap<Consumer<Boolean>> asked = new Long2ObjectHashMap<>();
    private long lastNumber;

    RemoteAdmission(ShardPost post) {
        this.post = post;
    }

    @Override
    public Verdict ask(String address, Consumer<Boolean> later) {
        asked.put(++lastNumber, later);
        post.send(ApiRouting.FIRST_SHARD, new ControlMail.Arrived(lastNumber, address));
        return Verdict.LATER;
    }

    @Override
    public void left(String address) {
        post.send(ApiRouting.FIRST_SHARD, new ControlMail.Left(address));
    }

    /** The first shard has decided. */
    void onMail(ControlMail.Admitted mail) {
        asked.remove(mail.number()).accept(mail.taken());
    }
}
