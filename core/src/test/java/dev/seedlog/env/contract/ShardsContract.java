package dev.seedlog.env.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.env.ShardMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code Shards} promises in both worlds. */
public abstract class ShardsContract extends WorldTest {

    private static final int NO_LIMIT = 10_000_000;

    private List<Script> shards;

    private record Request(int number) implements ShardMessage {
    }

    private record Reply(int number) implements ShardMessage {
    }

    @BeforeEach
    final void startNode() {
        shards = startScripts(world().node(), 3);
    }

    /** Has a shard answer each request, and gives the numbers that it saw. */
    private List<Integer> answering(Script shard) {
        List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
        run(shard, env -> shard.onMailDo((message, from) -> {
            seen.add(((Request) message).number());
            env.shards().reply(from, new Reply(((Request) message).number()));
        }));
        return seen;
    }

    /** Has a shard collect the replies. */
    private List<Integer> collecting(Script shard) {
        List<Integer> replies = Collections.synchronizedList(new ArrayList<>());
        run(shard, env -> shard.onMailDo((message, from) -> replies.add(((Reply) message).number())));
        return replies;
    }

    @Test
    void aShardKnowsItsNumber() {
        for (int i = 0; i < 3; i++) {
            assertEquals(i, number(shards.get(i), env -> env.shards().self()));
            assertEquals(3, number(shards.get(i), env -> env.shards().count()));
        }
    }

    @Test
    void mailAndItsRepliesKeepTheirOrder() {
        List<Integer> seen = answering(shards.get(2));
        List<Integer> replies = collecting(shards.get(0));
        List<Integer> sent = new ArrayList<>();
        for (int turn = 0; turn < 20; turn++) {
            for (int i = 0; i < 5; i++) {
                sent.add(turn * 5 + i);
            }
            int first = turn * 5;
            run(shards.get(0), env -> {
                for (int i = 0; i < 5; i++) {
                    assertTrue(env.shards().trySend(2, new Request(first + i)));
                }
            });
            world().runUntil("the replies came", () -> replies.size() == first + 5);
        }
        assertEquals(sent, seen);
        assertEquals(sent, replies);
    }

    @Test
    void mailToOneselfComesInALaterTurn() {
        Script shard = shards.get(1);
        long[] turns = new long[3];
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        run(shard, env -> {
            shard.onMailDo((message, from) -> {
                if (message instanceof Request request) {
                    turns[1] = shard.turn();
                    env.shards().reply(from, new Reply(request.number()));
                } else {
                    turns[2] = shard.turn();
                    heard.add("reply");
                }
            });
            turns[0] = shard.turn();
            assertTrue(env.shards().trySend(1, new Request(1)));
        });
        world().runUntil("the reply came", () -> !heard.isEmpty());
        run(shard, env -> {
            assertTrue(turns[1] > turns[0], "within the turn");
            assertTrue(turns[2] > turns[1], "within the turn");
        });
    }

    @Test
    void aFullMailboxRefusesRequestsAndNeverReplies() {
        List<Integer> seen = answering(shards.get(1));
        List<Integer> replies = collecting(shards.get(0));
        int taken = on(shards.get(0), env -> {
            int count = 0;
            while (count < NO_LIMIT && env.shards().trySend(1, new Request(count))) {
                count++;
            }
            return count;
        });
        assertTrue(taken > 0 && taken < NO_LIMIT, taken + " were taken");
        world().runUntil("all were answered", () -> replies.size() == taken);
        assertEquals(taken, seen.size(), "what was refused was not sent");
        for (int i = 0; i < taken; i++) {
            assertEquals(i, replies.get(i));
        }
        assertTrue(is(shards.get(0), env -> env.shards().trySend(1, new Request(taken))));
        world().runUntil("there was room again", () -> replies.size() == taken + 1);
    }

    @Test
    void twoFullMailboxesDoNotWaitForEachOther() {
        List<Integer> replies = Collections.synchronizedList(new ArrayList<>());
        int[] taken = new int[2];
        for (int i = 0; i < 2; i++) {
            Script shard = shards.get(i);
            run(shard, env -> shard.onMailDo((message, from) -> {
                if (message instanceof Request request) {
                    env.shards().reply(from, new Reply(request.number()));
                } else {
                    replies.add(((Reply) message).number());
                }
            }));
        }
        for (int i = 0; i < 2; i++) {
            int other = 1 - i;
            taken[i] = on(shards.get(i), env -> {
                int count = 0;
                while (count < NO_LIMIT && env.shards().trySend(other, new Request(count))) {
                    count++;
                }
                return count;
            });
        }
        world().runUntil("all were answered", () -> replies.size() == taken[0] + taken[1]);
    }
}
