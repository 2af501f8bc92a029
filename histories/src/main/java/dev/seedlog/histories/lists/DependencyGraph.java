package dev.seedlog.histories.lists;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which transaction came before which, and why. Transactions are numbers; several reasons make one edge. */
final class DependencyGraph {

    /** The second one's append lies behind the first one's. */
    static final int WW = 1;
    /** The second one read what the first one appended. */
    static final int WR = 2;
    /** The first one read the list as it was before the second one appended to it. */
    static final int RW = 4;
    /** The second one began when the first one was over. */
    static final int REALTIME = 8;
    /** Those that are read off the lists. */
    static final int DATA = WW | WR | RW;

    private static final int ALL = DATA | REALTIME;
    /** How many first edges are tried in a component before a kind of cycle is taken not to be in it. */
    private static final int MAX_TRIES = 1000;

    private final List<Map<Integer, Integer>> edges = new ArrayList<>();

    DependencyGraph(int size) {
        for (int i = 0; i < size; i++) {
            edges.add(new LinkedHashMap<>());
        }
    }

    /** One more reason; nobody comes before himself. */
    void add(int from, int to, int kind) {
        if (from != to) {
            edges.get(from).merge(to, kind, (one, other) -> one | other);
        }
    }

    /**
     * The cycles of a kind, one for each component of the graph that has any: the transactions on it, in their order.
     * Components that are done are left out.
     */
    Map<Integer, List<Integer>> cycles(CycleKind kind, boolean[] done) {
        int[] components = components(kind.first() | kind.others());
        Map<Integer, List<Integer>> found = new LinkedHashMap<>();
        Map<Integer, Integer> tries = new HashMap<>();
        for (int from = 0; from < edges.size(); from++) {
            int component = components[from];
            if (done[from] || found.containsKey(component)) {
                continue;
            }
            for (Map.Entry<Integer, Integer> edge : edges.get(from).entrySet()) {
                int to = edge.getKey();
                if ((edge.getValue() & kind.first()) == 0 || components[to] != component
                        || tries.merge(component, 1, Integer::sum) > MAX_TRIES) {
                    continue;
                }
                List<Integer> back = path(to, from, kind, components);
                if (back != null) {
                    found.put(component, back);
                    break;
                }
            }
        }
        return found;
    }

    /** Marks the components that hold one of these, of all edges there are. */
    void mark(List<Integer> cycle, boolean[] done) {
        int[] components = components(ALL);
        for (int i = 0; i < done.length; i++) {
            done[i] |= components[i] == components[cycle.get(0)];
        }
    }

    /** The shortest way; null if there is none. A place is visited twice at most: behind a first kind's edge or not. */
    private List<Integer> path(int start, int goal, CycleKind kind, int[] components) {
        Map<Integer, Integer> cameFrom = new HashMap<>();
        ArrayDeque<Integer> next = new ArrayDeque<>();
        int begin = 2 * start + (kind.apart() ? 1 : 0);
        cameFrom.put(begin, begin);
        next.add(begin);
        while (!next.isEmpty()) {
            int state = next.poll();
            int node = state / 2;
            if (node == goal && !(kind.apart() && state % 2 == 1)) {
                return backwards(state, begin, cameFrom);
            }
            edges.get(node).forEach((to, kinds) -> {
                if (components[to] == components[node]) {
                    int plain = kinds & kind.others() & (kind.apart() ? ~kind.first() : ALL);
                    int same = kind.apart() && state % 2 == 0 ? kinds & kind.first() : 0;
                    step(2 * to, plain, state, cameFrom, next);
                    step(2 * to + 1, same, state, cameFrom, next);
                }
            });
        }
        return null;
    }

    private static void step(int to, int kinds, int from, Map<Integer, Integer> cameFrom, ArrayDeque<Integer> next) {
        if (kinds != 0 && cameFrom.putIfAbsent(to, from) == null) {
            next.add(to);
        }
    }

    private static List<Integer> backwards(int end, int begin, Map<Integer, Integer> cameFrom) {
        List<Integer> way = new ArrayList<>();
        for (int state = end; ; state = cameFrom.get(state)) {
            way.add(state / 2);
            if (state == begin) {
                Collections.reverse(way);
                return way;
            }
        }
    }

    /** Numbers the strongly connected components (Tarjan, SIAM J. Comput. 1972), without recursion. */
    private int[] components(int kinds) {
        Components search = new Components(edges.size());
        for (int node = 0; node < edges.size(); node++) {
            if (search.order[node] < 0) {
                search.from(node, kinds);
            }
        }
        return search.component;
    }

    /** The state of the search. */
    private final class Components {
        private final int[] order;
        private final int[] lowest;
        private final int[] component;
        private final List<List<Integer>> targets = new ArrayList<>();
        private final int[] at;
        private final ArrayDeque<Integer> open = new ArrayDeque<>();
        private int visited;
        private int components;

        private Components(int size) {
            order = new int[size];
            lowest = new int[size];
            component = new int[size];
            at = new int[size];
            Arrays.fill(order, -1);
            Arrays.fill(component, -1);
            targets.addAll(Collections.nCopies(size, null));
        }

        private void enter(int node, int kinds, ArrayDeque<Integer> way) {
            order[node] = visited;
            lowest[node] = visited;
            visited++;
            open.push(node);
            way.push(node);
            targets.set(node, edges.get(node).entrySet().stream().filter(edge -> (edge.getValue() & kinds) != 0)
                    .map(Map.Entry::getKey).toList());
        }

        private void from(int root, int kinds) {
            ArrayDeque<Integer> way = new ArrayDeque<>();
            enter(root, kinds, way);
            while (!way.isEmpty()) {
                int node = way.peek();
                if (at[node] < targets.get(node).size()) {
                    int to = targets.get(node).get(at[node]++);
                    if (order[to] < 0) {
                        enter(to, kinds, way);
                    } else if (component[to] < 0) {
                        lowest[node] = Math.min(lowest[node], order[to]);
                    }
                } else {
                    way.pop();
                    targets.set(node, null);
                    leave(node, way);
                }
            }
        }

        private void leave(int node, ArrayDeque<Integer> way) {
            if (!way.isEmpty()) {
                lowest[way.peek()] = Math.min(lowest[way.peek()], lowest[node]);
            }
            if (lowest[node] == order[node]) {
                int member;
                do {
                    member = open.pop();
                    component[member] = components;
                } while (member != node);
                components++;
            }
        }
    }
}
