package dev.seedlog.broker.shard;

import dev.seedlog.env.ShardMessage;
import dev.seedlog.env.Shards;
import java.util.ArrayList;
import java.util.List;

/**
 * A shard's mail. What is sent to a shard in a turn leaves at its end as one letter, and each letter is answered in the
 * turn that gets it, with whatever there is to say in the other direction. So the place of a request that waits for
 * long, as a fetch or a member that joins, is not one in a mailbox, and nothing is ever refused: what a full mailbox
 * does not take goes with a later letter, in order, and meanwhile {@link #congested()} says that nothing more should be
 * asked for.
 */
public final class ShardPost {

    /** So much of what is not urgent makes a letter of its own, so that it is bounded. */
    static final int MOST_WAITING = 16;

    /** Takes what is in the letters. */
    @FunctionalInterface
    public interface Recipient {

        /** A message from another shard. */
        void onMessage(int fromShard, ShardMessage message);
    }

    private final Shards shards;
    private final Recipient recipient;
    private final Route[] routes;

    /** The mail of a shard, which {@code recipient} hears. */
    public ShardPost(Shards shards, Recipient recipient) {
        this.shards = shards;
        this.recipient = recipient;
        this.routes = new Route[shards.count()];
        for (int i = 0; i < routes.length; i++) {
            routes[i] = new Route();
        }
    }

    /** This shard's number. */
    public int self() {
        return shards.self();
    }

    /** How many shards there are. */
    public int count() {
        return routes.length;
    }

    /** Tells another shard something; it leaves when the turn ends, or later if that shard is behind. */
    public void send(int shard, ShardMessage message) {
        routes[shard].outgoing.add(message);
        routes[shard].urgent = true;
    }

    /** Tells another shard something that can wait until there is a letter to it anyway; the order is kept. */
    public void sendWithNext(int shard, ShardMessage message) {
        routes[shard].outgoing.add(message);
    }

    /** Tells all other shards something. */
    public void sendToOthers(ShardMessage message) {
        for (int shard = 0; shard < routes.length; shard++) {
            if (shard != shards.self()) {
                send(shard, message);
            }
        }
    }

    /** Opens a letter. */
    public void onMail(int fromShard, ShardMessage mail) {
        Letter letter = (Letter) mail;
        if (!letter.receipt()) {
            routes[fromShard].owedReceipts++;
        }
        for (int i = 0; i < letter.mails().size(); i++) {
            recipient.onMessage(fromShard, letter.mails().get(i));
        }
    }

    /** The turn is over: what was sent leaves. */
    public void endTurn() {
        for (int shard = 0; shard < routes.length; shard++) {
            routes[shard].endTurn(shard);
        }
    }

    /** Whether another shard is so far behind that not even a letter can be left for it. */
    public boolean congested() {
        for (Route route : routes) {
            if (route.full) {
                return true;
            }
        }
        return false;
    }

    /** What is between this shard and another. */
    private final class Route {
        private List<ShardMessage> outgoing = new ArrayList<>();
        private int owedReceipts;
        private boolean urgent;
        private boolean full;

        private void endTurn(int shard) {
            while (owedReceipts > 1) {
                owedReceipts--;
                shards.reply(shard, new Letter(true, List.of()));
            }
            if (owedReceipts == 1) {
                owedReceipts = 0;
                shards.reply(shard, new Letter(true, outgoing));
            } else if (!urgent && outgoing.size() < MOST_WAITING) {
                return;
            } else if (!shards.trySend(shard, new Letter(false, outgoing))) {
                full = true;
                return;
            }
            full = false;
            urgent = false;
            outgoing = new ArrayList<>();
        }
    }
}
