package dev.seedlog.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.env.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PersistentMapTest {

    @Property(tries = 200)
    void itHoldsWhatASortedMapWouldHoldAndOlderMapsStayAsTheyWere(@ForAll long seed) {
        SeededRandom random = new SeededRandom(seed);
        TreeMap<Integer, Integer> model = new TreeMap<>();
        PersistentMap<Integer, Integer> map = PersistentMap.empty();
        List<PersistentMap<Integer, Integer>> older = new ArrayList<>();
        List<TreeMap<Integer, Integer>> olderModels = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            int key = random.nextInt(60);
            if (random.nextInt(3) == 0) {
                model.remove(key);
                map = map.without(key);
            } else {
                model.put(key, i);
                map = map.with(key, i);
            }
            if (i % 50 == 0) {
                older.add(map);
                olderModels.add(new TreeMap<>(model));
            }
        }
        assertHolds(model, map);
        for (int i = 0; i < older.size(); i++) {
            assertHolds(olderModels.get(i), older.get(i));
        }
    }

    private static void assertHolds(TreeMap<Integer, Integer> model, PersistentMap<Integer, Integer> map) {
        List<Map.Entry<Integer, Integer>> entries = new ArrayList<>();
        map.iterator().forEachRemaining(entries::add);
        assertEquals(new ArrayList<>(model.entrySet()), entries);
        assertEquals(model.size(), map.size());
        for (int key = 0; key < 60; key++) {
            assertEquals(model.get(key), map.get(key));
        }
    }

    @Test
    void itStaysBalancedWhenKeysComeInOrder() {
        PersistentMap<Integer, Integer> map = PersistentMap.empty();
        for (int i = 0; i < 10_000; i++) {
            map = map.with(i, i);
        }
        // An AVL tree is at most 1.44 log2(n) high.
        assertTrue(map.height() <= 19, "height " + map.height());
        for (int i = 0; i < 9_000; i++) {
            map = map.without(i);
        }
        assertTrue(map.height() <= 14, "height " + map.height());
        assertEquals(1_000, map.size());
    }

    @Test
    void itStaysBalancedWhenKeysComeBackwards() {
        PersistentMap<Integer, Integer> map = PersistentMap.empty();
        for (int i = 10_000; i > 0; i--) {
            map = map.with(i, i);
        }
        assertTrue(map.height() <= 19, "height " + map.height());
    }

    @Test
    void mapsWithDifferentHistoriesAreEqualIfTheirEntriesAre() {
        PersistentMap<Integer, String> none = PersistentMap.empty();
        PersistentMap<Integer, String> up = none.with(1, "a").with(2, "b").with(3, "c");
        PersistentMap<Integer, String> down = none.with(9, "x").with(3, "c").with(2, "b").with(1, "a").without(9);

        assertEquals(up, down);
        assertEquals(up.hashCode(), down.hashCode());
        assertEquals("{1=a, 2=b, 3=c}", down.toString());
        assertNotEquals(up, down.with(3, "d"));
        assertNotEquals(up, down.without(3));
    }

    @Test
    void aChangeThatChangesNothingGivesTheSameMap() {
        String value = "a";
        PersistentMap<Integer, String> map = PersistentMap.<Integer, String>empty().with(1, value).with(2, "b");

        assertSame(map, map.with(1, value));
        assertSame(map, map.without(7));
        assertSame(PersistentMap.empty(), map.without(1).without(2));
    }

    @Test
    void nullIsNeitherKeyNorValue() {
        PersistentMap<Integer, String> map = PersistentMap.empty();

        assertThrows(NullPointerException.class, () -> map.with(null, "a"));
        assertThrows(NullPointerException.class, () -> map.with(1, null));
        assertNull(map.get(1));
    }
}
