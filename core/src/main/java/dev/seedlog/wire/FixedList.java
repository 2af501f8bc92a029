package dev.seedlog.wire;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.RandomAccess;

/**
 * A list that never changes, over an array that nobody else has. It has no null elements. (The JDK's own would copy the
 * array once more for each list that is read.)
 */
public final class FixedList<T> extends AbstractList<T> implements RandomAccess {

    private static final List<?> EMPTY = new FixedList<>(new Object[0]);

    private final Object[] elements;

    private FixedList(Object[] elements) {
        this.elements = elements;
    }

    /** No elements. */
    @SuppressWarnings("unchecked")
    public static <T> FixedList<T> empty() {
        return (FixedList<T>) EMPTY;
    }

    /**
     * A list of the same elements, or null for null.
     *
     * @throws NullPointerException if an element is null
     */
    @SuppressWarnings("unchecked")
    public static <T> FixedList<T> copyOf(Collection<? extends T> source) {
        if (source == null || source instanceof FixedList) {
            return (FixedList<T>) source;
        }
        Object[] copy = source.toArray();
        for (int i = 0; i < copy.length; i++) {
            if (copy[i] == null) {
                throw new NullPointerException("element " + i + " of " + copy.length + " is null");
            }
        }
        return copy.length == 0 ? empty() : new FixedList<>(copy);
    }

    @Override
    @SuppressWarnings("unchecked")
    public T get(int index) {
        return (T) elements[index];
    }

    @Override
    public int size() {
        return elements.length;
    }

    /** Fills a list of known size in order; it allocates the list's own array and nothing else. */
    public static final class Filler<T> {

        private final Object[] elements;
        private int count;

        /** For exactly {@code size} elements. */
        public Filler(int size) {
            elements = new Object[size];
        }

        /** Adds the next element. */
        public void add(T element) {
            elements[count++] = element;
        }

        /** The list, after as many elements as were announced. */
        public FixedList<T> finish() {
            return new FixedList<>(elements);
        }
    }

    /** Grows a list whose final size is not known, from nothing: null stands for no elements yet. */
    public static final class Growing<T> {

        private static final int INITIAL_ELEMENTS = 4;

        private Object[] elements = new Object[INITIAL_ELEMENTS];
        private int count;

        private Growing() {
        }

        /** Adds an element to {@code list}, or to a new one if it is null. */
        public static <T> Growing<T> add(Growing<T> list, T element) {
            Growing<T> grown = list == null ? new Growing<>() : list;
            if (grown.count == grown.elements.length) {
                grown.elements = Arrays.copyOf(grown.elements, 2 * grown.count);
            }
            grown.elements[grown.count++] = element;
            return grown;
        }

        /** The elements that were added. */
        public static <T> FixedList<T> finish(Growing<T> list) {
            return list == null ? empty() : new FixedList<>(Arrays.copyOf(list.elements, list.count));
        }
    }
}
