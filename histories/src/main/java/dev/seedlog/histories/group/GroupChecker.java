package dev.seedlog.histories.group;

import dev.seedlog.histories.Breach;
import dev.seedlog.histories.F;
import dev.seedlog.histories.Op;
import dev.seedlog.histories.OpSink;
import dev.seedlog.histories.OpType;
import dev.seedlog.histories.OpValue;
import dev.seedlog.histories.Violation;
import dev.seedlog.histories.Violations;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Judges consumer groups of the classic protocol:
 * <ul>
 * <li>a member's generation never goes back;
 * <li>in a generation, a partition has one owner;
 * <li>once somebody has joined a later generation, no commit of an earlier one succeeds;
 * <li>a committed offset goes back only if it was set back, or if another commit came late whose outcome nobody knew;
 * <li>who asks what is committed is told what may have been committed last.
 * </ul>
 *
 * <p>A member tells what it has with :group-assign, and gives it up with :group-revoke. A deleted group begins its
 * generations anew. A breach may take what coordinators have written too, so nothing is judged behind one.
 */
public final class GroupChecker implements OpSink {

    private final Violations violations = new Violations();
    private final Map<String, Group> groups = new TreeMap<>();
    private final Map<Integer, Open> open = new HashMap<>();
    private boolean breached;

    /** All that is known of a group. */
    private static final class Group {
        private final GroupLife life;
        private final Map<Long, GroupOffsets> offsets = new TreeMap<>();

        private Group(String name, Violations violations) {
            life = new GroupLife(name, violations);
        }
    }

    /** An operation that is not complete, and the offsets that it sets; a commit may come too late already. */
    private record Open(Op op, Map<Long, OffsetWrite> writes, long overtakenAt) {
    }

    @Override
    public void accept(Op op) {
        if (op.isNemesis()) {
            breached |= op.value() instanceof Breach;
        } else if (!breached) {
            client(op);
        }
    }

    /** What is wrong, a few of each kind. */
    public List<Violation> finish() {
        return violations.kept();
    }

    /** As above, with how many there are. */
    public Violations summary() {
        return violations;
    }

    private void client(Op op) {
        boolean concerned = op.value() instanceof OpValue.Membership || op.value() instanceof OpValue.Offsets;
        if (op.type() == OpType.INVOKE) {
            if (concerned) {
                open.put(op.process(), begin(op));
            }
            return;
        }
        Open began = open.remove(op.process());
        if (began != null) {
            complete(began, op);
        }
        if (op.type() == OpType.INFO) {
            groups.values().forEach(group -> group.life.crashed(op.process()));
        }
    }

    private Group group(String name) {
        return groups.computeIfAbsent(name, unseen -> new Group(unseen, violations));
    }

    private GroupOffsets offsets(String group, long key) {
        return group(group).offsets.computeIfAbsent(key, unseen -> new GroupOffsets(group, (int) key, violations));
    }

    private Open begin(Op op) {
        Map<Long, OffsetWrite> writes = new TreeMap<>();
        if (op.value() instanceof OpValue.Offsets asked) {
            boolean commit = op.f().equals(F.COMMIT);
            if (asked.offsets() != null && (commit || op.f().equals(F.RESET_OFFSETS))) {
                for (int i = 0; i < asked.keys().size(); i++) {
                    writes.put(asked.keys().get(i), offsets(asked.group(), asked.keys().get(i)).begin(new OffsetWrite(
                            asked.offsets().get(i), asked.generation(), commit, op.index())));
                }
            }
            return new Open(op, writes, commit
                    ? group(asked.group()).life.overtakenAt(asked.member(), asked.generation()) : -1);
        }
        if (op.f().equals(F.DELETE_GROUP) && op.value() instanceof OpValue.Membership asked) {
            Group group = group(asked.group());
            group.life.begin();
            group.offsets.forEach((key, offsets) -> writes.put(key, offsets.begin(
                    new OffsetWrite(OffsetWrite.NOTHING, -1, false, op.index()))));
        }
        return new Open(op, writes, -1);
    }

    private void complete(Open began, Op op) {
        if (op.value() instanceof OpValue.Membership told) {
            membership(began, op, told);
        } else if (op.value() instanceof OpValue.Offsets told) {
            if (op.f().equals(F.FETCH_COMMITTED)) {
                fetched(began, op, told);
            } else {
                List<Long> done = new ArrayList<>(told.keys());
                settle(told.group(), began, op, done);
                if (op.type() == OpType.OK && began.overtakenAt >= 0) {
                    violations.add(GroupAnomaly.STALE_COMMIT, Violation.NO_KEY, "a commit of generation "
                            + told.generation() + " of group " + told.group() + " succeeded, which began after a later "
                            + "one was joined", began.overtakenAt, began.op.index(), op.index());
                }
            }
        }
    }

    private void membership(Open began, Op op, OpValue.Membership told) {
        GroupLife life = group(told.group()).life;
        if (op.f().equals(F.DELETE_GROUP)) {
            life.begin();
            settle(told.group(), began, op, List.copyOf(began.writes.keySet()));
        } else if (op.type() == OpType.OK && told.keys() != null) {
            if (op.f().equals(F.GROUP_ASSIGN)) {
                life.assigned(told, op.process(), op.index());
            } else {
                life.revoked(told);
            }
        }
    }

    private void settle(String group, Open began, Op op, List<Long> done) {
        began.writes.forEach((key, write) -> {
            if (op.type() == OpType.FAIL || op.type() == OpType.OK && !done.contains(key)) {
                offsets(group, key).refused(write);
            } else if (op.type() == OpType.OK) {
                offsets(group, key).done(write, op.index());
            }
        });
    }

    private void fetched(Open began, Op op, OpValue.Offsets told) {
        if (op.type() != OpType.OK || told.offsets() == null) {
            return;
        }
        long assignedAt = group(told.group()).life.assignedAt(told.member(), told.generation());
        // A member may have asked before it says so, but not before it was told its generation.
        long askedAt = told.member().isEmpty() ? began.op.index() : assignedAt;
        for (int i = 0; i < told.keys().size(); i++) {
            offsets(told.group(), told.keys().get(i)).told(told.offsets().get(i), askedAt, began.op.index(),
                    op.index());
        }
    }
}
