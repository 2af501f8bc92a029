package dev.seedlog.env.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.HostPort;
import dev.seedlog.env.CloseReason;
import dev.seedlog.env.NodeControl;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.ShardMessage;
import dev.seedlog.env.ShardProgram;
import dev.seedlog.env.Timer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How both worlds start, drive and end a program. */
public abstract class LifecycleContract extends WorldTest {

    private static final long MILLI = 1_000_000;

    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());

    /** Notes each call; takes two turns to stop. */
    private final class Diary implements ShardProgram {
        private final ShardEnv env;
        private final NodeControl control;
        private final Timer stopping;

        Diary(ShardEnv env, NodeControl control) {
            this.env = env;
            this.control = control;
            this.stopping = env.timers().create("stopping", this::finish);
            calls.add("created " + env.shards().self());
        }

        @Override
        public void start() {
            calls.add("started " + env.shards().self());
            Timer timer = env.timers().create("first", () -> calls.add("timer " + env.shards().self()));
            timer.startIn(MILLI);
        }

        @Override
        public void onMail(int fromShard, ShardMessage message) {
            throw new IllegalStateException("there is no mail here");
        }

        @Override
        public void endTurn() {
            calls.add("ended " + env.shards().self());
        }

        @Override
        public void stop() {
            calls.add("stop " + env.shards().self());
            stopping.startIn(MILLI);
        }

        private void finish() {
            calls.add("stopped " + env.shards().self());
            control.stopped();
        }
    }

    private List<String> callsOf(int shard) {
        synchronized (calls) {
            return calls.stream().filter(call -> call.endsWith(" " + shard)).toList();
        }
    }

    @Test
    void eachShardIsCreatedThenStartedAndEachTurnEnds() {
        world().node().start(2, Diary::new);
        world().runUntil("both timers ran",
                () -> callsOf(0).contains("timer 0") && callsOf(1).contains("timer 1"));
        world().runFor(MILLI);
        for (int shard = 0; shard < 2; shard++) {
            List<String> own = callsOf(shard);
            assertEquals(List.of("created " + shard, "started " + shard, "ended " + shard), own.subList(0, 3));
            int timer = own.indexOf("timer " + shard);
            assertEquals("ended " + shard, own.get(timer + 1));
        }
    }

    @Test
    void aCleanStopTakesAsManyTurnsAsItNeedsAndEndsTheProcess() {
        TestNode node = world().node();
        node.start(2, Diary::new);
        world().runUntil("both started", () -> calls.contains("ended 0") && calls.contains("ended 1"));
        assertTrue(node.running());
        node.stop();
        world().runUntil("it ended", () -> !node.running());
        assertEquals(0, node.exitStatus());
        for (int shard = 0; shard < 2; shard++) {
            List<String> own = callsOf(shard);
            assertEquals(1, Collections.frequency(own, "stop " + shard));
            assertEquals(1, Collections.frequency(own, "stopped " + shard));
        }
        int callsAtTheEnd = calls.size();
        world().runFor(20 * MILLI);
        assertEquals(callsAtTheEnd, calls.size(), "no turn after the end");
    }

    @Test
    void aNodeSaysWhenItIsReady() {
        TestNode node = world().node();
        Script shard = startScript(node);
        HostPort address = new HostPort(node.host(), 9092);
        run(shard, env -> shard.control().ready(address));
        world().runUntil("it is ready", () -> node.bootstrap() != null);
        assertEquals(address, node.bootstrap());
    }

    @Test
    void aNodeThatCannotGoOnEndsWithItsReason() {
        TestNode node = world().node();
        Script shard = startScript(node);
        shard.submit(env -> shard.control().fatal(2, "the port is taken"));
        world().runUntil("it ended", () -> !node.running());
        assertEquals(2, node.exitStatus());
        assertTrue(node.fatalReason().contains("the port is taken"), node.fatalReason());
    }

    @Test
    void whatAnEndedProcessHadOpenIsClosed() {
        TestNode node = world().node();
        Script server = startScript(node);
        Script client = startScript(world().node());
        Peer serverEnd = new Peer();
        Peer clientEnd = new Peer();
        HostPort address = listen(server, node, serverEnd);
        connect(client, address, clientEnd, serverEnd);
        node.stop();
        world().runUntil("the connection ended", clientEnd::closed);
        assertFalse(serverEnd.closed());
        Peer late = new Peer();
        run(client, env -> env.network().connect(address, late));
        world().runUntil("it was refused", late::closed);
        assertEquals(List.of(CloseReason.REFUSED), late.closings());
    }

    @Test
    void aProcessCanBeStartedAgain() {
        TestNode node = world().node();
        Script first = startScript(node);
        Peer serverEnd = new Peer();
        HostPort address = listen(first, node, serverEnd);
        node.stop();
        world().runUntil("it ended", () -> !node.running());
        Script second = startScript(node);
        assertEquals(address, on(second, env -> env.network().listen(address, serverEnd::accepted).boundTo()));
    }

    @Test
    void shardsDrawFromDifferentStreams() {
        List<Script> shards = startScripts(world().node(), 2);
        long first = number(shards.get(0), env -> env.random().nextLong());
        assertNotEquals(first, number(shards.get(1), env -> env.random().nextLong()));
        assertNotEquals(first, number(shards.get(0), env -> env.random().nextLong()));
        long drawn = number(shards.get(0), env -> env.random().nextInt(10));
        assertTrue(drawn >= 0 && drawn < 10);
    }
}
