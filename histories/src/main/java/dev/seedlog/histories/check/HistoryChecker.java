package dev.seedlog.histories.check;

import dev.seedlog.histories.F;
import dev.seedlog.histories.Mop;
import dev.seedlog.histories.Op;
import dev.seedlog.histories.OpSink;
import dev.seedlog.histories.OpType;
import dev.seedlog.histories.OpValue;
import dev.seedlog.histories.Seen;
import dev.seedlog.histories.Violation;
import dev.seedlog.histories.Violations;
import dev.seedlog.histories.collection.QueueChecker;
import dev.seedlog.histories.collection.SetChecker;
import dev.seedlog.histories.group.GroupChecker;
import dev.seedlog.histories.lists.ListAppendChecker;
import dev.seedlog.histories.partitionlog.PartitionLogChecker;
import dev.seedlog.histories.register.RegisterChecker;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Judges a history by what its operations do: those of partitions, of groups, of registers, of sets, of queues,
 * and of lists. What nobody can judge is said to be undecided, so that it is never taken for right.
 */
public final class HistoryChecker implements OpSink {

    private final PartitionLogChecker partitions = new PartitionLogChecker();
    private final RegisterChecker registers = new RegisterChecker();
    private final GroupChecker groups = new GroupChecker();
    private final SetChecker sets = new SetChecker();
    private final QueueChecker queues = new QueueChecker();
    private final ListAppendChecker lists = new ListAppendChecker();
    private final Violations seen = new Violations();
    private final Set<String> kinds = new TreeSet<>();
    private final Set<String> unjudged = new TreeSet<>();
    private long operations;

    @Override
    public void accept(Op op) {
        operations++;
        if (op.isNemesis()) {
            if (op.value() instanceof Seen told) {
                seen.add(told.anomaly(), Violation.NO_KEY, told.what(), op.index());
            }
            partitions.accept(op);
            groups.accept(op);
            return;
        }
        if (op.type() == OpType.INFO) {
            // A member's last word may be about anything.
            groups.accept(op);
        }
        switch (op.f().name()) {
            case "send", "poll", "txn" -> steps(op);
            case "assign", "subscribe", "list-offsets", "delete-records" -> partitions.accept(op);
            case "group-assign", "group-revoke", "delete-group", "commit", "fetch-committed", "reset-offsets" -> {
                kinds.add("groups");
                if (op.type() != OpType.INFO) {
                    groups.accept(op);
                }
            }
            case "write", "cas" -> register(op);
            case "read" -> read(op);
            case "add" -> {
                kinds.add("sets");
                sets.accept(op);
            }
            case "enqueue", "dequeue" -> {
                kinds.add("queues");
                queues.accept(op);
            }
            case "crash", "debug-topic-partitions" -> {
                // They say nothing.
            }
            default -> unjudged.add("operations :" + op.f() + " are not judged");
        }
    }

    private void steps(Op op) {
        boolean ofLists = op.value() instanceof OpValue.Mops mops && mops.steps().stream()
                .anyMatch(step -> step instanceof Mop.Append || step instanceof Mop.ReadList);
        if (ofLists || lists.busy(op.process())) {
            kinds.add("lists");
            lists.accept(op);
        } else {
            kinds.add("partitions");
            partitions.accept(op);
        }
    }

    private void register(Op op) {
        kinds.add("registers");
        registers.accept(op);
    }

    /** Only the answer tells whether a register or a set was read. */
    private void read(Op op) {
        sets.accept(op);
        if (op.value() instanceof OpValue.NumberSet) {
            kinds.add("sets");
            registers.accept(new Op(op.index(), op.timeNanos(), op.process(), OpType.FAIL, F.READ, OpValue.NIL,
                    op.extras()));
        } else if (op.type() == OpType.OK) {
            register(op);
        } else {
            registers.accept(op);
        }
    }

    /** The history is over. */
    public HistoryVerdict finish() {
        List<String> undecided = new ArrayList<>(unjudged);
        List<Violations> found = new ArrayList<>(List.of(seen, partitions.summary()));
        RegisterChecker.Verdict ofRegisters = registers.finish();
        for (String name : ofRegisters.undecided()) {
            undecided.add("the search for an order of the operations was given up"
                    + (name.isEmpty() ? "" : ", of register " + name));
        }
        found.addAll(List.of(groups.summary(), sets.summary(), queues.summary(), lists.summary()));
        if (kinds.contains("sets") && !sets.wasRead()) {
            undecided.add("the set was never read");
        }
        if (queues.missing() > 0) {
            undecided.add(queues.missing() + " values were enqueued and did not come out; perhaps they were left in "
                    + "the queue, or taken by who was not answered");
        }
        if (kinds.isEmpty() && undecided.isEmpty()) {
            undecided.add("there is no operation that could be judged");
        }
        List<Violation> all = new ArrayList<>(ofRegisters.violations());
        found.forEach(violations -> all.addAll(violations.kept()));
        return new HistoryVerdict(operations, List.copyOf(kinds), all, ofRegisters.violations().size()
                + found.stream().mapToInt(Violations::total).sum(), undecided);
    }
}
