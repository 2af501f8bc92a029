package dev.seedlog.simworld;

import dev.seedlog.env.RandomSource;
import dev.seedlog.env.ShardMessage;
import dev.seedlog.env.Shards;
import java.util.ArrayList;
import java.util.List;

/** A shard's end of the mailboxes. Mail takes a drawn time, and no mail overtakes another of the same pair. */
final class ShardMail implements Shards {

    private static final int SLOW_FACTOR = 100;

    private final SimShard shard;
    private final RandomSource random;
    private final int[] unanswered;
    private final int[] owed;
    private final long[] lastArrival;
    private final List<Mail> leaving = new ArrayList<>();

    private record Mail(int to, ShardMessage message, boolean reply) {
    }

    ShardMail(SimShard shard) {
        int shards = shard.process().shardCount();
        this.shard = shard;
        this.random = shard.process().random().fork("mail/" + shard.index());
        this.unanswered = new int[shards];
        this.owed = new int[shards];
        this.lastArrival = new long[shards];
    }

    @Override
    public int self() {
        return shard.index();
    }

    @Override
    public int count() {
        return shard.process().shardCount();
    }

    @Override
    public boolean trySend(int to, ShardMessage request) {
        if (unanswered[to] >= shard.process().world().options().turns().mailboxCapacity()) {
            return false;
        }
        unanswered[to]++;
        leaving.add(new Mail(to, request, false));
        return true;
    }

    @Override
    public void reply(int to, ShardMessage reply) {
        if (owed[to] == 0) {
            throw new IllegalStateException("shard " + self() + " owes shard " + to + " no reply");
        }
        owed[to]--;
        leaving.add(new Mail(to, reply, true));
    }

    /** Whether nothing waits for the end of the turn. */
    boolean isIdle() {
        return leaving.isEmpty();
    }

    void release() {
        SimWorld world = shard.process().world();
        SimOptions.TurnOptions options = world.options().turns();
        for (Mail mail : leaving) {
            long delay = Draws.between(random, 1, options.maxMailNanos());
            if (Draws.chance(random, options.slowMailPermille())) {
                delay *= SLOW_FACTOR;
            }
            lastArrival[mail.to] = Math.max(lastArrival[mail.to], world.nowNanos() + delay);
            ShardMail box = shard.process().shard(mail.to).mail();
            world.queue().at(lastArrival[mail.to], () -> box.arrived(self(), mail));
        }
        leaving.clear();
    }

    private void arrived(int from, Mail mail) {
        if (shard.process().alive()) {
            shard.mailInput(() -> {
                if (mail.reply) {
                    unanswered[from]--;
                } else {
                    owed[from]++;
                }
                shard.note(Trace.Kind.MAIL, from, mail.reply ? 1 : 0);
                shard.program().onMail(from, mail.message);
            });
        }
    }
}
