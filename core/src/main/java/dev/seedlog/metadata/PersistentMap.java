package dev.seedlog.metadata;

import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.BiConsumer;

/**
 * A sorted map that never changes: an AVL tree whose {@link #with} and {@link #without} copy only the path to the root
 * and share the rest, so an update costs O(log n) in time and memory and older maps stay as they were.
 *
 * <p>It iterates in the order of its keys. Two maps are equal if they hold equal entries, whatever their histories.
 */
public final class PersistentMap<K extends Comparable<? super K>, V> implements Iterable<Map.Entry<K, V>> {

    private static final PersistentMap<?, ?> EMPTY = new PersistentMap<>(null);

    private final Node<K, V> root;

    private PersistentMap(Node<K, V> root) {
        this.root = root;
    }

    /** The map without entries. */
    @SuppressWarnings("unchecked")
    public static <K extends Comparable<? super K>, V> PersistentMap<K, V> empty() {
        return (PersistentMap<K, V>) EMPTY;
    }

    /** How many entries there are. */
    public int size() {
        return size(root);
    }

    /** Whether there is no entry. */
    public boolean isEmpty() {
        return root == null;
    }

    /** The value of a key, or null. */
    public V get(K key) {
        Node<K, V> node = root;
        while (node != null) {
            int order = key.compareTo(node.key);
            if (order == 0) {
                return node.value;
            }
            node = order < 0 ? node.left : node.right;
        }
        return null;
    }

    /** Whether the key has a value. */
    public boolean containsKey(K key) {
        return get(key) != null;
    }

    /** The smallest key. */
    public K firstKey() {
        if (root == null) {
            throw new NoSuchElementException("the map is empty");
        }
        return first(root).key;
    }

    /** This map with one value set; the same map if the key has that very value. Neither may be null. */
    public PersistentMap<K, V> with(K key, V value) {
        if (key == null || value == null) {
            throw new NullPointerException("neither key nor value may be null: " + key + ", " + value);
        }
        Node<K, V> changed = put(root, key, value);
        return changed == root ? this : new PersistentMap<>(changed);
    }

    /** This map without a key; the same map if it does not have it. */
    public PersistentMap<K, V> without(K key) {
        Node<K, V> changed = remove(root, key);
        if (changed == root) {
            return this;
        }
        return changed == null ? empty() : new PersistentMap<>(changed);
    }

    /** Calls with each key and value in the order of the keys. */
    public void forEach(BiConsumer<? super K, ? super V> each) {
        for (Map.Entry<K, V> entry : this) {
            each.accept(entry.getKey(), entry.getValue());
        }
    }

    /** The entries in the order of their keys. */
    @Override
    public Iterator<Map.Entry<K, V>> iterator() {
        return new Entries<>(root);
    }

    /** The values in the order of their keys. */
    public Iterable<V> values() {
        return () -> new Iterator<>() {
            private final Entries<K, V> entries = new Entries<>(root);

            @Override
            public boolean hasNext() {
                return entries.hasNext();
            }

            @Override
            public V next() {
                return entries.nextNode().value;
            }
        };
    }

    /** The keys in their order. */
    public Iterable<K> keys() {
        return () -> new Iterator<>() {
            private final Entries<K, V> entries = new Entries<>(root);

            @Override
            public boolean hasNext() {
                return entries.hasNext();
            }

            @Override
            public K next() {
                return entries.nextNode().key;
            }
        };
    }

    @Override
    public boolean equals(Object other) {
        if (this == other) {
            return true;
        }
        if (!(other instanceof PersistentMap<?, ?> that) || that.size() != size()) {
            return false;
        }
        Entries<K, V> mine = new Entries<>(root);
        Entries<?, ?> theirs = new Entries<>(that.root);
        while (mine.hasNext()) {
            Node<K, V> here = mine.nextNode();
            Node<?, ?> there = theirs.nextNode();
            if (here != (Object) there && !(here.key.equals(there.key) && here.value.equals(there.value))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int hash = 0;
        for (Map.Entry<K, V> entry : this) {
            hash = 31 * hash + entry.hashCode();
        }
        return hash;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        for (Map.Entry<K, V> entry : this) {
            text.append(text.length() > 1 ? ", " : "").append(entry);
        }
        return text.append('}').toString();
    }

    private static <K extends Comparable<? super K>, V> Node<K, V> put(Node<K, V> node, K key, V value) {
        if (node == null) {
            return new Node<>(key, value, null, null);
        }
        int order = key.compareTo(node.key);
        if (order == 0) {
            return node.value == value ? node : new Node<>(node.key, value, node.left, node.right);
        }
        if (order < 0) {
            Node<K, V> left = put(node.left, key, value);
            return left == node.left ? node : balanced(node.key, node.value, left, node.right);
        }
        Node<K, V> right = put(node.right, key, value);
        return right == node.right ? node : balanced(node.key, node.value, node.left, right);
    }

    private static <K extends Comparable<? super K>, V> Node<K, V> remove(Node<K, V> node, K key) {
        if (node == null) {
            return null;
        }
        int order = key.compareTo(node.key);
        if (order < 0) {
            Node<K, V> left = remove(node.left, key);
            return left == node.left ? node : balanced(node.key, node.value, left, node.right);
        }
        if (order > 0) {
            Node<K, V> right = remove(node.right, key);
            return right == node.right ? node : balanced(node.key, node.value, node.left, right);
        }
        if (node.left == null) {
            return node.right;
        }
        if (node.right == null) {
            return node.left;
        }
        Node<K, V> next = first(node.right);
        return balanced(next.key, next.value, node.left, withoutFirst(node.right));
    }

    private static <K extends Comparable<? super K>, V> Node<K, V> withoutFirst(Node<K, V> node) {
        return node.left == null ? node.right : balanced(node.key, node.value, withoutFirst(node.left), node.right);
    }

    private static <K, V> Node<K, V> first(Node<K, V> from) {
        Node<K, V> node = from;
        while (node.left != null) {
            node = node.left;
        }
        return node;
    }

    /** A node over two subtrees whose heights differ by at most 2, rotated so that they differ by at most 1. */
    private static <K, V> Node<K, V> balanced(K key, V value, Node<K, V> left, Node<K, V> right) {
        int lean = height(left) - height(right);
        if (lean > 1) {
            if (height(left.left) >= height(left.right)) {
                return new Node<>(left.key, left.value, left.left, new Node<>(key, value, left.right, right));
            }
            Node<K, V> top = left.right;
            return new Node<>(top.key, top.value, new Node<>(left.key, left.value, left.left, top.left),
                    new Node<>(key, value, top.right, right));
        }
        if (lean < -1) {
            if (height(right.right) >= height(right.left)) {
                return new Node<>(right.key, right.value, new Node<>(key, value, left, right.left), right.right);
            }
            Node<K, V> top = right.left;
            return new Node<>(top.key, top.value, new Node<>(key, value, left, top.left),
                    new Node<>(right.key, right.value, top.right, right.right));
        }
        return new Node<>(key, value, left, right);
    }

    private static int height(Node<?, ?> node) {
        return node == null ? 0 : node.height;
    }

    private static int size(Node<?, ?> node) {
        return node == null ? 0 : node.size;
    }

    /** The longest path from the root, for tests of the balance. */
    int height() {
        return height(root);
    }

    private static final class Node<K, V> {

        private final K key;
        private final V value;
        private final Node<K, V> left;
        private final Node<K, V> right;
        private final int height;
        private final int size;

        Node(K key, V value, Node<K, V> left, Node<K, V> right) {
            this.key = key;
            this.value = value;
            this.left = left;
            this.right = right;
            this.height = 1 + Math.max(height(left), height(right));
            this.size = 1 + size(left) + size(right);
        }
    }

    /** Walks a tree in order; the path to the next node is on the stack. */
    private static final class Entries<K, V> implements Iterator<Map.Entry<K, V>> {

        private final ArrayDeque<Node<K, V>> path = new ArrayDeque<>();

        Entries(Node<K, V> root) {
            descend(root);
        }

        @Override
        public boolean hasNext() {
            return !path.isEmpty();
        }

        @Override
        public Map.Entry<K, V> next() {
            Node<K, V> node = nextNode();
            return new AbstractMap.SimpleImmutableEntry<>(node.key, node.value);
        }

        Node<K, V> nextNode() {
            if (path.isEmpty()) {
                throw new NoSuchElementException("no entry is left");
            }
            Node<K, V> node = path.pop();
            descend(node.right);
            return node;
        }

        private void descend(Node<K, V> from) {
            for (Node<K, V> node = from; node != null; node = node.left) {
                path.push(node);
            }
        }
    }
}
