package dev.seedlog.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WireListsTest {

    @Test
    void aCopyDoesNotFollowItsSource() {
        List<String> source = new ArrayList<>(List.of("a", "b"));
        FixedList<String> copy = FixedList.copyOf(source);
        source.set(0, "c");
        assertEquals(List.of("a", "b"), copy);
        assertEquals(List.of("a", "b").hashCode(), copy.hashCode());
        assertSame(copy, FixedList.copyOf(copy));
    }

    @Test
    void listsDoNotChange() {
        assertThrows(UnsupportedOperationException.class, () -> FixedList.copyOf(List.of("a")).set(0, "b"));
        assertThrows(UnsupportedOperationException.class, () -> IntList.of(1).set(0, 2));
        assertThrows(UnsupportedOperationException.class, () -> FixedList.empty().add("a"));
    }

    @Test
    void nullIsKeptAsAListAndRefusedAsAnElement() {
        assertNull(FixedList.copyOf(null));
        assertNull(IntList.copyOf(null));
        assertThrows(NullPointerException.class, () -> FixedList.copyOf(Arrays.asList("a", null)));
        assertThrows(NullPointerException.class, () -> IntList.copyOf(Arrays.asList(1, null)));
    }

    @Test
    void numbersAreThereWithAndWithoutABox() {
        int[] source = {3, 1, 2};
        IntList list = IntList.of(source);
        source[0] = 9;
        assertEquals(List.of(3, 1, 2), list);
        assertEquals(3, list.getInt(0));
        assertTrue(list.containsInt(2));
        assertFalse(list.containsInt(9));
        list.toIntArray()[0] = 9;
        assertEquals(IntList.copyOf(List.of(3, 1, 2)), list);
    }

    @Test
    void aGrowingListKeepsAllThatWasAdded() {
        FixedList.Growing<Integer> growing = null;
        for (int i = 0; i < 9; i++) {
            growing = FixedList.Growing.add(growing, i);
        }
        assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8), FixedList.Growing.finish(growing));
        assertSame(FixedList.empty(), FixedList.Growing.finish(null));
    }
}
