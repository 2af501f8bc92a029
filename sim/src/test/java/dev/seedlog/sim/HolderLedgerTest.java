package dev.seedlog.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seedlog.log.TopicPartition;
import dev.seedlog.sim.HolderLedger.Breach;
import dev.seedlog.sim.HolderLedger.Holding;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a fault takes that nobody else has. */
class HolderLedgerTest {

    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);

    private final HolderLedger ledger = new HolderLedger();

    @Test
    void aPowerCutOfTheOnlyHolderBreaksWhatIsCachedOnly() {
        ledger.holds(ORDERS, "a", new Holding(10, 7, true));
        ledger.committed(ORDERS, 7);
        assertEquals(List.of(), ledger.ofPowerCut(List.of("a")));
        ledger.committed(ORDERS, 9);
        assertEquals(List.of(new Breach(ORDERS, 7, 9)), ledger.ofPowerCut(List.of("a")));
    }

    @Test
    void anotherHolderInTheCacheIsEnough() {
        ledger.holds(ORDERS, "a", new Holding(10, 0, true));
        ledger.holds(ORDERS, "b", new Holding(10, 0, true));
        ledger.committed(ORDERS, 10);
        assertEquals(List.of(), ledger.ofPowerCut(List.of("a")));
        assertEquals(List.of(new Breach(ORDERS, 0, 10)), ledger.ofPowerCut(List.of("a", "b")));
    }

    @Test
    void aHolderThatMayNotLeadSavesNothing() {
        ledger.holds(ORDERS, "a", new Holding(10, 4, true));
        ledger.holds(ORDERS, "b", new Holding(10, 10, false));
        ledger.committed(ORDERS, 10);
        assertEquals(List.of(new Breach(ORDERS, 4, 10)), ledger.ofPowerCut(List.of("a")));
    }

    @Test
    void aLostDiskTakesWhatWasForcedToo() {
        ledger.holds(ORDERS, "a", new Holding(10, 10, true));
        ledger.holds(ORDERS, "b", new Holding(8, 8, true));
        ledger.committed(ORDERS, 10);
        assertEquals(List.of(), ledger.ofPowerCut(List.of("a", "b")));
        assertEquals(List.of(new Breach(ORDERS, 8, 10)), ledger.ofLostDisks(List.of("a")));
        assertEquals(List.of(new Breach(ORDERS, 0, 10)), ledger.ofLostDisks(List.of("a", "b")));
    }

    @Test
    void whatNobodyHoldsIsBrokenByAnything() {
        ledger.committed(ORDERS, 3);
        assertEquals(List.of(new Breach(ORDERS, 0, 3)), ledger.ofPowerCut(List.of()));
    }
}
