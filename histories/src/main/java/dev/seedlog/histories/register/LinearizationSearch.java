package dev.seedlog.histories.register;

import dev.seedlog.histories.Violations;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks for an order of the accesses to a register, depth first. It goes from return to return: before an access
 * returns it must have taken effect, and what is open meanwhile may take effect first. The returning one is tried
 * first, those that never return last. A situation is where the search is, what is in the register, and which of the
 * open accesses have taken effect; none is looked at twice.
 */
final class LinearizationSearch {

    /** How a search ends. */
    enum Result {
        /** There is an order. */
        FOUND,
        /** There is none. */
        NONE,
        /** Nobody knows: there were more situations than the budget. */
        GIVEN_UP
    }

    private static final int EMPTY = 0;
    private static final int FREE = -1;
    /** Words of a frame in front of its mask: which return, what is in the register, what is tried next. */
    private static final int HEADER = 3;

    private final String name;
    private final Violations violations;
    private final long budget;
    private final RegisterEvents events;
    /** Which access has which bit of the mask, at the present place. */
    private final int[] slots;
    private final int words;
    private final Situations seen;
    private long[] frames;
    private int depth;
    private int deepest;
    private int deepestState;

    LinearizationSearch(String name, List<Access> accesses, Violations violations, long budget) {
        this.name = name;
        this.violations = violations;
        this.budget = budget;
        this.events = new RegisterEvents(accesses);
        this.slots = new int[events.slotCount()];
        Arrays.fill(slots, FREE);
        this.words = Math.max(1, (slots.length + Long.SIZE - 1) / Long.SIZE);
        this.seen = new Situations(words);
        this.frames = new long[(HEADER + words) * 64];
    }

    Result judge() {
        if (events.returns() == 0) {
            return Result.FOUND;
        }
        open(0);
        push(0, EMPTY, new long[words]);
        while (depth > 0) {
            int top = (depth - 1) * (HEADER + words);
            int place = (int) frames[top];
            if (place == events.returns()) {
                return Result.FOUND;
            }
            if (seen.size() > budget) {
                return Result.GIVEN_UP;
            }
            if (!tryNext(top, place)) {
                pop(place);
            }
        }
        report();
        return Result.NONE;
    }

    /** Lets the next candidate take effect that can; tells whether there was one. */
    private boolean tryNext(int top, int place) {
        int returning = events.returning(place);
        int state = (int) frames[top + 1];
        int candidates = 1 + 2 * slots.length;
        while (frames[top + 2] < candidates) {
            int candidate = (int) frames[top + 2]++;
            int access = candidate(candidate, returning);
            if (access != FREE && !isSet(top, events.slot(access)) && events.allows(access, state)) {
                long[] mask = Arrays.copyOfRange(frames, top + HEADER, top + HEADER + words);
                int slot = events.slot(access);
                mask[slot >> 6] |= 1L << slot;
                if (enter(place, events.after(access, state), mask)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** First the returning one, then the others that return, then those that never do. */
    private int candidate(int number, int returning) {
        if (number == 0) {
            return returning;
        }
        boolean lastRound = number > slots.length;
        int access = slots[lastRound ? number - 1 - slots.length : number - 1];
        return access == FREE || access == returning || events.isCertain(access) == lastRound ? FREE : access;
    }

    /** Goes on with a situation, past all returns of what has taken effect; tells whether it is a new one. */
    private boolean enter(int from, int state, long[] mask) {
        int place = from;
        int slot = place < events.returns() ? events.slot(events.returning(place)) : -1;
        while (slot >= 0 && (mask[slot >> 6] & 1L << slot) != 0) {
            mask[slot >> 6] &= ~(1L << slot);
            place++;
            slot = place < events.returns() ? events.slot(events.returning(place)) : -1;
        }
        if (!seen.add(place, state, mask)) {
            return false;
        }
        for (int i = from; i < place; i++) {
            slots[events.slot(events.returning(i))] = FREE;
            open(i + 1);
        }
        push(place, state, mask);
        if (place > deepest) {
            deepest = place;
            deepestState = state;
        }
        return true;
    }

    private void open(int place) {
        for (int i = events.invokedFrom(place); i < events.invokedFrom(place + 1); i++) {
            slots[events.slot(events.invoked(i))] = events.invoked(i);
        }
    }

    private void push(int place, int state, long[] mask) {
        int size = HEADER + words;
        if ((depth + 1) * size > frames.length) {
            frames = Arrays.copyOf(frames, 2 * frames.length);
        }
        int top = depth * size;
        frames[top] = place;
        frames[top + 1] = state;
        frames[top + 2] = 0;
        System.arraycopy(mask, 0, frames, top + HEADER, words);
        depth++;
    }

    private void pop(int from) {
        depth--;
        int to = depth == 0 ? from : (int) frames[(depth - 1) * (HEADER + words)];
        for (int i = from; i > to; i--) {
            for (int j = events.invokedFrom(i); j < events.invokedFrom(i + 1); j++) {
                slots[events.slot(events.invoked(j))] = FREE;
            }
            slots[events.slot(events.returning(i - 1))] = events.returning(i - 1);
        }
    }

    private boolean isSet(int top, int slot) {
        return (frames[top + HEADER + (slot >> 6)] & 1L << slot) != 0;
    }

    private void report() {
        Access stuck = events.access(events.returning(deepest));
        List<Long> concerned = new ArrayList<>(List.of(stuck.invokedAt(), stuck.returnedAt()));
        if (deepest > 0) {
            Access before = events.access(events.returning(deepest - 1));
            concerned.add(before.invokedAt());
            concerned.add(before.returnedAt());
        }
        RegisterChecker.report(violations, name, "no order explains the history beyond the operation that "
                + "returns with entry " + stuck.returnedAt() + "; one that explains it so far leaves "
                + events.text(deepestState) + " in the register", concerned.toArray(Long[]::new));
    }

    /** The accesses of a register as numbers, in the order of their returns, with a slot for each while it is open. */
    private static final class RegisterEvents {
        private final List<Access> accesses;
        private final int[] slotOf;
        private final int[] reads;
        private final int[] writes;
        private final int[] returning;
        /** Those that are invoked, in order, and for each return how many were invoked before it. */
        private final int[] invoked;
        private final int[] invokedBefore;
        private final Map<Long, Integer> states = new HashMap<>();
        private int slotCount;

        private RegisterEvents(List<Access> all) {
            accesses = all;
            slotOf = new int[all.size()];
            reads = new int[all.size()];
            writes = new int[all.size()];
            for (int i = 0; i < all.size(); i++) {
                Access access = all.get(i);
                reads[i] = access.kind() == Access.Kind.READ_NOTHING ? EMPTY : state(access.read());
                writes[i] = access.writes() ? state(access.written()) : reads[i];
            }
            Integer[] byInvocation = new Integer[all.size()];
            Arrays.setAll(byInvocation, i -> i);
            Integer[] byReturn = byInvocation.clone();
            Arrays.sort(byInvocation, (a, b) -> Long.compare(all.get(a).invokedAt(), all.get(b).invokedAt()));
            Arrays.sort(byReturn, (a, b) -> Long.compare(all.get(a).returnedAt(), all.get(b).returnedAt()));
            returning = Arrays.stream(byReturn).filter(i -> all.get(i).isCertain()).mapToInt(i -> i).toArray();
            invoked = Arrays.stream(byInvocation).mapToInt(i -> i).toArray();
            invokedBefore = new int[returning.length + 2];
            giveSlots();
        }

        private void giveSlots() {
            int[] free = new int[accesses.size()];
            int freeCount = 0;
            int next = 0;
            for (int i = 0; i < returning.length; i++) {
                long returnedAt = accesses.get(returning[i]).returnedAt();
                while (next < invoked.length && accesses.get(invoked[next]).invokedAt() < returnedAt) {
                    slotOf[invoked[next++]] = freeCount > 0 ? free[--freeCount] : slotCount++;
                }
                invokedBefore[i + 1] = next;
                free[freeCount++] = slotOf[returning[i]];
            }
            // What is invoked behind the last return explains nothing.
            invokedBefore[returning.length + 1] = next;
        }

        private int state(long value) {
            return states.computeIfAbsent(value, unseen -> states.size() + 1);
        }

        private int slotCount() {
            return slotCount;
        }

        private int returns() {
            return returning.length;
        }

        private int returning(int place) {
            return returning[place];
        }

        private int slot(int access) {
            return slotOf[access];
        }

        private Access access(int access) {
            return accesses.get(access);
        }

        private boolean isCertain(int access) {
            return accesses.get(access).isCertain();
        }

        private int invoked(int at) {
            return invoked[at];
        }

        private int invokedFrom(int place) {
            return invokedBefore[place];
        }

        private boolean allows(int access, int state) {
            return accesses.get(access).kind() == Access.Kind.WRITE || reads[access] == state;
        }

        private int after(int access, int state) {
            return accesses.get(access).writes() ? writes[access] : state;
        }

        private String text(int state) {
            return states.entrySet().stream().filter(entry -> entry.getValue() == state).findFirst()
                    .map(entry -> "value " + entry.getKey()).orElse("nothing");
        }
    }

    /** A set of situations, as numbers. */
    private static final class Situations {
        private final int stride;
        private long[] table;
        private long size;

        private Situations(int words) {
            stride = 1 + words;
            table = new long[stride << 10];
        }

        private long size() {
            return size;
        }

        private boolean add(int place, int state, long[] mask) {
            if (2 * (size + 1) * stride > table.length) {
                grow();
            }
            // Never zero, which is a free place.
            long first = (long) (place + 1) << 32 | state;
            int at = find(first, mask, 0);
            if (table[at] != 0) {
                return false;
            }
            table[at] = first;
            System.arraycopy(mask, 0, table, at + 1, stride - 1);
            size++;
            return true;
        }

        private int find(long first, long[] mask, int from) {
            long hash = first * 0x9E3779B97F4A7C15L;
            for (int i = from; i < from + stride - 1; i++) {
                hash = (hash ^ mask[i]) * 0xC2B2AE3D27D4EB4FL;
                hash ^= hash >>> 29;
            }
            int places = table.length / stride;
            int place = (int) ((hash ^ hash >>> 32) & places - 1);
            while (table[place * stride] != 0 && !holds(place * stride, first, mask, from)) {
                place = place + 1 & places - 1;
            }
            return place * stride;
        }

        private boolean holds(int at, long first, long[] mask, int from) {
            return table[at] == first && Arrays.equals(table, at + 1, at + stride, mask, from, from + stride - 1);
        }

        private void grow() {
            long[] old = table;
            table = new long[2 * old.length];
            for (int at = 0; at < old.length; at += stride) {
                if (old[at] != 0) {
                    int to = find(old[at], old, at + 1);
                    System.arraycopy(old, at, table, to, stride);
                }
            }
        }
    }
}
