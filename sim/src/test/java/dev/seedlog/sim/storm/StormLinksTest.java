package dev.seedlog.sim.storm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StormLinksTest {

    private static final Link BLOCKED = new Link(false, false, 0);

    private final Parties parties = new Parties(3);
    private Proxy proxy;
    private StormLinks links;

    @BeforeEach
    void open() throws IOException {
        proxy = new Proxy(parties);
        proxy.start();
        links = new StormLinks(parties, proxy);
    }

    @AfterEach
    void close() {
        proxy.close();
    }

    private StormLinks.Rule add(StormFault fault, int node, int peer) {
        StormLinks.Rule rule = links.rule(new Strike(0, fault, node, peer, 1, 20));
        links.add(rule);
        return rule;
    }

    @Test
    void aPartitionPartsANodeFromOthersAndNotFromClients() {
        StormLinks.Rule rule = add(StormFault.PARTITION, 2, Parties.ALL);
        for (int other : new int[] {1, 3}) {
            assertEquals(BLOCKED, links.link(2, other));
            assertEquals(BLOCKED, links.link(other, 2));
        }
        assertEquals(Link.CLEAR, links.link(1, 3));
        assertEquals(Link.CLEAR, links.link(Parties.SOME_CLIENTS, 2));
        links.remove(rule);
        assertEquals(Link.CLEAR, links.link(2, 1));
    }

    @Test
    void inAOneWayPartitionNothingComesFromTheNodeAndEverythingGetsToIt() {
        add(StormFault.ONE_WAY_PARTITION, 2, 3);
        assertEquals(new Link(false, true, 0), links.link(2, 3));
        assertEquals(new Link(true, false, 0), links.link(3, 2));
        assertEquals(Link.CLEAR, links.link(1, 2));
    }

    @Test
    void halfOfTheClientsArePartedFromANode() {
        add(StormFault.CLIENT_PARTITION, 1, parties.otherClients());
        assertEquals(BLOCKED, links.link(parties.otherClients(), 1));
        assertEquals(Link.CLEAR, links.link(Parties.SOME_CLIENTS, 1));
        assertEquals(Link.CLEAR, links.link(2, 1));
    }

    @Test
    void faultsAddUpAndGoOneByOne() {
        StormLinks.Rule slow = add(StormFault.SLOW_LINK, 1, Parties.ALL);
        StormLinks.Rule parted = add(StormFault.PARTITION, 3, 1);
        assertEquals(new Link(false, false, 20_000_000), links.link(3, 1));
        links.remove(parted);
        assertEquals(new Link(true, true, 20_000_000), links.link(3, 1));
        assertEquals(new Link(true, true, 20_000_000), links.link(Parties.SOME_CLIENTS, 1));
        links.remove(slow);
        assertEquals(Link.CLEAR, links.link(3, 1));
    }
}
