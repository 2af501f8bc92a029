package dev.seedlog.histories;

import java.util.Arrays;
import java.util.List;

/** What an operation is about, or what its answer is. */
public sealed interface OpValue permits OpValue.Nil, OpValue.Num, OpValue.Cas, OpValue.Numbers, OpValue.NumberSet,
        OpValue.Mops, OpValue.Bounds, OpValue.Membership, OpValue.Offsets, OpValue.Free, KeyProfile, ProducerProfile,
        Breach, Seen {

    /** Nothing, or not known yet. */
    OpValue NIL = new Nil();

    /** A number. */
    static OpValue num(long value) {
        return new Num(value);
    }

    /** Micro-operations. */
    static OpValue mops(Mop... steps) {
        return new Mops(List.of(steps));
    }

    /** Nothing, or not known yet; {@link #NIL} is the only one that is needed. */
    record Nil() implements OpValue {
    }

    /** A number: of a register, a set or a queue. */
    record Num(long value) implements OpValue {
    }

    /** A register's old value and its new one. */
    record Cas(long expected, long next) implements OpValue {
    }

    /** Numbers in their order: partitions. */
    record Numbers(List<Long> values) implements OpValue {

        /** Copies the list. */
        public Numbers {
            values = List.copyOf(values);
        }

        /** These numbers. */
        public static Numbers of(int... keys) {
            return new Numbers(Arrays.stream(keys).asLongStream().boxed().toList());
        }
    }

    /** What a set holds, in growing order. */
    record NumberSet(List<Long> values) implements OpValue {

        /** Copies, and sorts. */
        public NumberSet {
            values = values.stream().sorted().toList();
        }
    }

    /** Steps, done in this order. */
    record Mops(List<Mop> steps) implements OpValue {

        /** Copies the list. */
        public Mops {
            steps = List.copyOf(steps);
        }
    }

    /**
     * Where a partition begins and ends.
     *
     * @param key the partition
     * @param start its log start offset, or -1 if that was not asked for
     * @param end the offset behind its last record, or -1 if that was not asked for
     */
    record Bounds(int key, long start, long end) implements OpValue {
    }

    /**
     * A member's part in a generation of its group.
     *
     * @param group the group's name
     * @param member the member's id; empty where there is none
     * @param generation the group's generation, or the member's epoch; -1 where it is not known
     * @param keys the partitions concerned; null if they are not known yet
     */
    record Membership(String group, String member, long generation, List<Long> keys) implements OpValue {

        /** Copies the list. */
        public Membership {
            keys = keys == null ? null : List.copyOf(keys);
        }
    }

    /**
     * Offsets that a group has, or shall have.
     *
     * @param group the group's name
     * @param member the member's id; empty for none
     * @param generation the generation that the member speaks of; -1 for none
     * @param keys the partitions
     * @param offsets one for each: the next to be read; -1 if there is none; null if they are not known yet
     */
    record Offsets(String group, String member, long generation, List<Long> keys, List<Long> offsets)
            implements OpValue {

        /** Copies the lists. */
        public Offsets {
            keys = List.copyOf(keys);
            offsets = offsets == null ? null : List.copyOf(offsets);
            if (offsets != null && offsets.size() != keys.size()) {
                throw new IllegalArgumentException(offsets.size() + " offsets for " + keys.size() + " partitions");
            }
        }
    }

    /**
     * Anything else: what a nemesis did.
     *
     * @param data see {@link Extras}
     */
    record Free(Object data) implements OpValue {

        /** Keeps the data in their one form. */
        public Free {
            data = Data.plain(data);
        }
    }
}
