package dev.seedlog.histories.register;

import dev.seedlog.histories.Violations;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Judges a register to which no value is written twice, in O(n log n). Then everything that saw a value lies
 * together, in one block with the write of it; a compare-and-set joins the block of the value that it found with the
 * block of the value that it wrote. Blocks can be put in an order if no two of them must each lie before the other.
 * Block A must lie before B if something of A returned before something of B was invoked: if A's earliest return is
 * before B's latest invocation. (In a longer circle, the block with the earliest return and the one in front of it
 * make a circle of two.)
 *
 * <p>After Gibbons and Korach, Testing Shared Memories, 1997, who have it for reads and writes.
 */
final class UniqueValues {

    /** A value: who wrote it, who saw it, and what replaced it by naming it. */
    private static final class Value {
        private final Access writer;
        private final List<Access> readers = new ArrayList<>();
        private Access replacedBy;

        private Value(Access writer) {
            this.writer = writer;
        }
    }

    /** Values that follow each other immediately, and when they must and can have been there. */
    private static final class Block {
        private final List<Value> values = new ArrayList<>();
        private Access earliestReturn;
        private Access latestInvocation;

        private void extend(Value value) {
            extend(value.writer);
            value.readers.forEach(this::extend);
        }

        private void extend(Access access) {
            if (earliestReturn == null || access.returnedAt() < from()) {
                earliestReturn = access;
            }
            if (latestInvocation == null || access.invokedAt() > to()) {
                latestInvocation = access;
            }
        }

        private long from() {
            return earliestReturn.returnedAt();
        }

        private long to() {
            return latestInvocation.invokedAt();
        }
    }

    private static final Access EMPTY_AT_FIRST = new Access(Access.Kind.WRITE, 0, 0, -1, -1);

    private final String name;
    private final List<Access> accesses;
    private final Violations violations;
    private final Map<Long, Value> values = new HashMap<>();
    private final Value nothing = new Value(EMPTY_AT_FIRST);

    private UniqueValues(String name, List<Access> accesses, Violations violations) {
        this.name = name;
        this.accesses = accesses;
        this.violations = violations;
    }

    /** Such a register; null if a value is written twice. */
    static UniqueValues of(String name, List<Access> accesses, Violations violations) {
        UniqueValues register = new UniqueValues(name, accesses, violations);
        for (Access access : accesses) {
            if (access.writes() && register.values.put(access.written(), new Value(access)) != null) {
                return null;
            }
        }
        return register;
    }

    void judge() {
        for (Access access : accesses) {
            if (access.isCertain() && access.kind() != Access.Kind.WRITE && !see(access)) {
                return;
            }
        }
        List<Block> blocks = blocks();
        if (blocks != null && blocks.stream().allMatch(this::checkWithin)) {
            checkOrder(blocks);
        }
    }

    /** Somebody saw a value; then whoever wrote it has seen what he replaced. Tells whether that is possible. */
    private boolean see(Access first) {
        Access seer = first;
        while (true) {
            Value value = seer.kind() == Access.Kind.READ_NOTHING ? nothing : values.get(seer.read());
            if (value == null) {
                add("value " + seer.read() + " was read, and nobody wrote it", seer, seer);
                return false;
            }
            if (!seer.writes()) {
                value.readers.add(seer);
            } else if (value.replacedBy == null) {
                value.replacedBy = seer;
            } else if (value.replacedBy != seer) {
                add("value " + seer.read() + " was replaced twice, by " + value.replacedBy.written() + " and by "
                        + seer.written(), value.replacedBy, seer);
                return false;
            } else {
                return true;
            }
            if (value.writer.kind() != Access.Kind.CAS || value.writer.isCertain()) {
                return true;
            }
            seer = value.writer;
        }
    }

    /** All blocks; null if there are values that only each other explain. */
    private List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        blocks.add(block(nothing));
        int placed = 0;
        for (Value value : values.values()) {
            if (value.writer.kind() == Access.Kind.WRITE && happened(value)) {
                Block block = block(value);
                blocks.add(block);
                placed += block.values.size();
            }
        }
        if (placed < values.values().stream().filter(UniqueValues::happened).count()) {
            Access first = values.values().stream().filter(value -> happened(value)
                    && value.writer.kind() == Access.Kind.CAS).map(value -> value.writer)
                    .min(Comparator.comparingLong(Access::invokedAt)).orElseThrow();
            add("values were only ever written by who had seen one of the others", first, first);
            return null;
        }
        return blocks;
    }

    /** What nobody saw, and may never have happened, did not happen. */
    private static boolean happened(Value value) {
        return value.writer.isCertain() || !value.readers.isEmpty() || value.replacedBy != null;
    }

    private Block block(Value first) {
        Block block = new Block();
        Value value = first;
        while (value != null) {
            block.values.add(value);
            block.extend(value);
            value = value.replacedBy == null ? null : values.get(value.replacedBy.written());
        }
        return block;
    }

    private boolean checkWithin(Block block) {
        Access latest = null;
        for (Value value : block.values) {
            Block own = new Block();
            own.extend(value);
            if (own.from() < value.writer.invokedAt()) {
                add("value " + value.writer.written() + " was read before it was written", own.earliestReturn,
                        value.writer);
                return false;
            }
            if (latest != null && own.from() < latest.invokedAt()) {
                add("value " + latest.read() + " was found after value " + value.writer.written()
                        + " had taken its place", own.earliestReturn, latest);
                return false;
            }
            latest = latest == null || latest.invokedAt() < own.to() ? own.latestInvocation : latest;
        }
        return true;
    }

    private void checkOrder(List<Block> blocks) {
        List<Block> forward = new ArrayList<>(blocks);
        forward.removeIf(block -> block.from() >= block.to());
        forward.sort(Comparator.comparingLong(Block::from));
        for (int i = 1; i < forward.size(); i++) {
            if (forward.get(i).from() < forward.get(i - 1).to()) {
                circle(forward.get(i - 1), forward.get(i));
                return;
            }
        }
        long[] begins = forward.stream().mapToLong(Block::from).toArray();
        for (Block block : blocks) {
            if (block.from() >= block.to()) {
                int at = Arrays.binarySearch(begins, block.to());
                int before = at >= 0 ? at - 1 : -at - 2;
                if (before >= 0 && forward.get(before).to() > block.from()) {
                    circle(forward.get(before), block);
                    return;
                }
            }
        }
    }

    private void circle(Block one, Block other) {
        RegisterChecker.report(violations, name, "value " + one.earliestReturn.written() + " was there "
                + "before value " + other.latestInvocation.written() + ", and the other way round",
                one.earliestReturn.invokedAt(), one.earliestReturn.returnedAt(), one.latestInvocation.invokedAt(),
                one.latestInvocation.returnedAt(), other.earliestReturn.invokedAt(), other.earliestReturn.returnedAt(),
                other.latestInvocation.invokedAt(), other.latestInvocation.returnedAt());
    }

    private void add(String what, Access one, Access other) {
        RegisterChecker.report(violations, name, what, one.invokedAt(), one.returnedAt(),
                other.invokedAt(), other.returnedAt());
    }
}
