package dev.seedlog.broker.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.env.ShardMessage;
import dev.seedlog.env.Shards;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShardPostTest {

    private static final int CAPACITY = 2;

    private final Mailboxes[] mailboxes = {new Mailboxes(0), new Mailboxes(1)};
    private final List<List<Integer>> heard = List.of(new ArrayList<>(), new ArrayList<>());
    private final ShardPost[] posts = {post(0), post(1)};

    private record Said(int number) implements ShardMessage {
    }

    private ShardPost post(int shard) {
        return new ShardPost(mailboxes[shard], (from, message) -> heard.get(shard).add(((Said) message).number()));
    }

    private void say(int shard, int... numbers) {
        for (int number : numbers) {
            posts[shard].send(1 - shard, new Said(number));
        }
    }

    /** A turn of a shard: its mail comes in, what it says leaves. */
    private void turn(int shard) {
        for (int left = mailboxes[shard].in.size(); left > 0; left--) {
            posts[shard].onMail(1 - shard, mailboxes[shard].take());
        }
        posts[shard].endTurn();
    }

    @Test
    void whatIsSaidInATurnIsOneLetterInOrder() {
        say(0, 1, 2, 3);
        turn(0);
        assertEquals(1, mailboxes[1].in.size());
        turn(1);
        assertEquals(List.of(1, 2, 3), heard.get(1));
    }

    @Test
    void nothingLeavesWhenNothingIsSaid() {
        turn(0);
        assertEquals(0, mailboxes[1].in.size());
    }

    @Test
    void theReceiptCarriesWhatTheOtherHasToSay() {
        say(0, 1);
        turn(0);
        say(1, 7, 8);
        turn(1);
        assertEquals(1, mailboxes[0].in.size());
        turn(0);
        assertEquals(List.of(7, 8), heard.get(0));
        assertEquals(0, mailboxes[1].in.size(), "a receipt wants no receipt");
    }

    @Test
    void whatIsNotUrgentGoesWithTheNextLetterInOrder() {
        posts[0].sendWithNext(1, new Said(1));
        turn(0);
        assertEquals(0, mailboxes[1].in.size());
        assertFalse(posts[0].congested());
        say(0, 2);
        posts[0].sendWithNext(1, new Said(3));
        turn(0);
        turn(1);
        assertEquals(List.of(1, 2, 3), heard.get(1));
    }

    @Test
    void whatIsNotUrgentGoesWithAReceipt() {
        posts[0].sendWithNext(1, new Said(1));
        turn(0);
        say(1, 7);
        turn(1);
        turn(0);
        turn(1);
        assertEquals(List.of(1), heard.get(1));
        assertEquals(0, mailboxes[0].in.size(), "a receipt wants no receipt");
    }

    @Test
    void muchThatIsNotUrgentGoesByItself() {
        for (int number = 1; number <= ShardPost.MOST_WAITING; number++) {
            assertEquals(0, mailboxes[1].in.size());
            posts[0].sendWithNext(1, new Said(number));
            turn(0);
        }
        turn(1);
        assertEquals(ShardPost.MOST_WAITING, heard.get(1).size());
    }

    @Test
    void whatAFullMailboxDoesNotTakeGoesLaterInOrder() {
        for (int number = 1; number <= CAPACITY + 2; number++) {
            say(0, number);
            turn(0);
        }
        assertTrue(posts[0].congested());
        turn(1);
        assertEquals(List.of(1, 2), heard.get(1));
        turn(0);
        assertFalse(posts[0].congested());
        turn(1);
        assertEquals(List.of(1, 2, 3, 4), heard.get(1));
    }

    @Test
    void twoShardsThatAreFullForEachOtherGoOn() {
        for (int number = 1; number <= 5; number++) {
            say(0, number);
            posts[0].endTurn();
            say(1, -number);
            posts[1].endTurn();
        }
        for (int i = 0; i < 4; i++) {
            turn(0);
            turn(1);
        }
        assertEquals(List.of(-1, -2, -3, -4, -5), heard.get(0));
        assertEquals(List.of(1, 2, 3, 4, 5), heard.get(1));
    }

    /** The mailboxes of one of two shards. */
    private final class Mailboxes implements Shards {
        private final int self;
        private final ArrayDeque<ShardMessage> in = new ArrayDeque<>();
        private int unanswered;
        private int owed;

        private Mailboxes(int self) {
            this.self = self;
        }

        private ShardMessage take() {
            ShardMessage mail = in.poll();
            if (((Letter) mail).receipt()) {
                unanswered--;
            } else {
                owed++;
            }
            return mail;
        }

        @Override
        public int self() {
            return self;
        }

        @Override
        public int count() {
            return 2;
        }

        @Override
        public boolean trySend(int shard, ShardMessage request) {
            if (unanswered == CAPACITY) {
                return false;
            }
            unanswered++;
            return mailboxes[shard].in.add(request);
        }

        @Override
        public void reply(int shard, ShardMessage reply) {
            assertTrue(owed-- > 0, "only a request is replied to");
            mailboxes[shard].in.add(reply);
        }
    }
}
