package dev.seedlog.env.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.seedlog.base.HostPort;
import dev.seedlog.env.CloseReason;
import dev.seedlog.env.Connection;
import dev.seedlog.env.Listener;
import dev.seedlog.env.NetworkException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code Network} promises in both worlds about shards that share a listener. */
public abstract class SharedListenersContract extends WorldTest {

    private static final int SHARDS = 3;

    private TestNode node;
    private List<Script> shards;
    private Script client;
    private final List<Integer> acceptedBy = Collections.synchronizedList(new ArrayList<>());
    private Listener first;

    @BeforeEach
    final void listenOnTheFirstShard() {
        node = world().node();
        shards = startScripts(node, SHARDS);
        client = startScript(world().node());
        first = on(shards.get(0), env -> env.network().listen(new HostPort(node.host(), 0), accepted -> answering(0)));
    }

    /** Notes which shard accepted, and answers each arrival with that shard's number. */
    private Peer answering(int shard) {
        acceptedBy.add(shard);
        return new Peer();
    }

    private Listener share(int shard) {
        return on(shards.get(shard), env -> env.network().share(first.boundTo(), accepted -> {
            Peer peer = answering(shard);
            peer.opened(accepted);
            return peer.afterBytesDo(each -> each.connection().trySend(message(new byte[] {(byte) shard})));
        }));
    }

    private Peer open() {
        Peer peer = new Peer();
        int before = acceptedBy.size();
        on(client, env -> peer.opened(env.network().connect(first.boundTo(), peer)));
        world().runUntil("it is accepted, or not", () -> peer.closed() || peer.connected()
                && acceptedBy.size() > before);
        return peer;
    }

    private long countOf(int shard) {
        return List.copyOf(acceptedBy).stream().filter(each -> each == shard).count();
    }

    @Test
    void connectionsAreDealtOutInTurn() {
        assertEquals(first.boundTo(), share(1).boundTo());
        share(2);
        for (int i = 0; i < 4 * SHARDS; i++) {
            open();
        }
        for (int shard = 0; shard < SHARDS; shard++) {
            assertEquals(4, countOf(shard), "connections of shard " + shard);
        }
    }

    @Test
    void aSharedConnectionIsServedOnTheShardThatSharesIt() {
        share(1);
        Peer peer = open();
        while (acceptedBy.get(acceptedBy.size() - 1) != 1) {
            peer = open();
        }
        Connection connection = peer.connection();
        Peer served = peer;
        send(client, connection, new byte[] {9});
        world().runUntil("the answer came", () -> served.receivedBytes() > 0);
        assertArrayEquals(new byte[] {1}, served.received());
    }

    @Test
    void aShareThatIsClosedLeavesTheOthersAsTheyAre() {
        Listener closed = share(1);
        share(2);
        run(shards.get(1), env -> closed.close());
        for (int i = 0; i < 6; i++) {
            open();
        }
        assertEquals(List.of(3L, 0L, 3L), List.of(countOf(0), countOf(1), countOf(2)));
    }

    @Test
    void nobodyAcceptsWhenTheListenerIsClosed() {
        share(1);
        run(shards.get(0), env -> first.close());
        assertEquals(List.of(CloseReason.REFUSED), open().closings());
        assertEquals(List.of(), acceptedBy);
    }

    @Test
    void whatNoShardOfTheNodeListensAtCannotBeShared() {
        TestNode other = world().node();
        Script stranger = startScript(other);
        HostPort nobody = new HostPort(node.host(), first.boundTo().port() == 1 ? 2 : 1);
        assertThrows(NetworkException.class, () -> run(shards.get(1), env -> env.network().share(nobody,
                accepted -> null)));
        assertThrows(NetworkException.class, () -> run(stranger, env -> env.network().share(first.boundTo(),
                accepted -> null)), "another node listens there");
    }
}
