package dev.seedlog.histories.lists;

import dev.seedlog.histories.Mop;
import dev.seedlog.histories.Op;
import dev.seedlog.histories.OpSink;
import dev.seedlog.histories.OpType;
import dev.seedlog.histories.OpValue;
import dev.seedlog.histories.UnjudgeableHistoryException;
import dev.seedlog.histories.Violation;
import dev.seedlog.histories.Violations;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Judges transactions that append to lists and read them, by strict serializability, as Elle does (Kingsbury and
 * Alvaro, "Elle", VLDB 2020, sections 4 and 5): what was read tells in which order values were appended, the order
 * tells which transaction came before which, and there must be no cycle in that, also together with what was over
 * before something else began. Of the cycles that hang together the worst is told.
 */
public final class ListAppendChecker implements OpSink {

    private final Violations violations = new Violations();
    private final Map<Object, Versions> lists = new LinkedHashMap<>();
    private final List<ListTxn> possible = new ArrayList<>();
    private final Map<Integer, Op> open = new LinkedHashMap<>();
    private final DependencyTimes times = new DependencyTimes();
    private final Map<Object, Map<Long, Long>> asked = new HashMap<>();
    private final Map<Long, Integer> numbers = new HashMap<>();

    @Override
    public void accept(Op op) {
        if (op.isNemesis()) {
            return;
        }
        if (op.type() == OpType.INVOKE) {
            checkUnique(op);
            open.put(op.process(), op);
            times.invoked(op.index());
        } else {
            Op invoked = open.remove(op.process());
            if (invoked != null) {
                complete(invoked, op);
            }
        }
    }

    /** Whether a process has begun a transaction on lists. */
    public boolean busy(int process) {
        return open.containsKey(process);
    }

    private void checkUnique(Op op) {
        for (Mop step : ((OpValue.Mops) op.value()).steps()) {
            if (step instanceof Mop.Send || step instanceof Mop.Poll) {
                throw new UnjudgeableHistoryException(op.index(), "a transaction is about lists and about partitions");
            }
            if (step instanceof Mop.Append append && asked.computeIfAbsent(append.key(), unseen -> new HashMap<>())
                    .putIfAbsent(append.value(), op.index()) != null) {
                throw new UnjudgeableHistoryException(op.index(), "the value " + append.value()
                        + " is appended a second time to list " + append.key() + ", so nobody could tell which one is "
                        + "read");
            }
        }
    }

    private void complete(Op invoked, Op op) {
        OpValue value = op.type() == OpType.OK ? op.value() : invoked.value();
        boolean refused = op.type() == OpType.FAIL;
        ListTxn transaction = new ListTxn(refused ? -1 : possible.size(), op.type(), invoked.index(), op.index(),
                ((OpValue.Mops) value).steps());
        if (!refused) {
            possible.add(transaction);
            numbers.put(invoked.index(), transaction.number());
        }
        if (op.type() == OpType.OK) {
            times.returned(invoked.index());
        } else {
            times.ended(invoked.index());
        }
        for (Mop step : transaction.steps()) {
            if (step instanceof Mop.Append append) {
                list(append.key()).appended(append.value(), transaction);
            } else if (step instanceof Mop.ReadList read && transaction.certain()) {
                list(read.key()).read(ListTxn.values(read), transaction);
            }
        }
    }

    private Versions list(Object key) {
        return lists.computeIfAbsent(key, Versions::new);
    }

    /** The history is over; what is still open may have taken effect. */
    public Violations summary() {
        for (Op invoked : List.copyOf(open.values())) {
            complete(open.remove(invoked.process()), new Op(invoked.index(), invoked.timeNanos(), invoked.process(),
                    OpType.INFO, invoked.f(), invoked.value(), invoked.extras()));
        }
        ReadCheck reads = new ReadCheck(violations, this::list);
        possible.stream().filter(ListTxn::certain).forEach(reads::check);
        lists.values().forEach(list -> list.checkOrder(violations));
        DependencyGraph graph = new DependencyGraph(possible.size());
        Map<Object, Set<ListTxn>> appenders = new LinkedHashMap<>();
        for (ListTxn transaction : possible) {
            for (Mop step : transaction.steps()) {
                Object key = step instanceof Mop.Append append ? append.key() : ((Mop.ReadList) step).key();
                appenders.computeIfAbsent(key, unseen -> new LinkedHashSet<>()).add(transaction);
            }
        }
        appenders.forEach((key, concerned) -> list(key).addEdges(graph, List.copyOf(concerned)));
        times.addEdges(graph, numbers);
        reportCycles(graph);
        return violations;
    }

    private void reportCycles(DependencyGraph graph) {
        boolean[] done = new boolean[possible.size()];
        for (CycleKind kind : CycleKind.ALL) {
            for (List<Integer> cycle : graph.cycles(kind, done).values()) {
                List<Long> entries = new ArrayList<>();
                for (int number : cycle) {
                    entries.add(possible.get(number).invokedAt());
                    entries.add(possible.get(number).returnedAt());
                }
                violations.add(kind.anomaly(), Violation.NO_KEY, cycle.size()
                        + " transactions each of which came before the next one, and the last one before the first",
                        entries.toArray(Long[]::new));
                graph.mark(cycle, done);
            }
        }
    }
}
