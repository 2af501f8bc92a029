package dev.seedlog.simworld;

import dev.seedlog.env.RandomSource;
import java.util.ArrayList;
import java.util.List;

/**
 * What a shard has done to the disk in the turn that it is in. A process that dies in the middle of a turn has done
 * only a prefix of it, the last write cut at any byte; so what lies behind the cut is taken back.
 */
final class TurnJournal {

    private final List<Step> steps = new ArrayList<>();

    /** One operation that can be taken back. */
    abstract static class Step {
        private final long number;
        private final Inode[] touched;
        private final long[] before;

        /**
         * Marks what the operation touches.
         *
         * @param number the disk's number of the operation
         */
        Step(long number, Inode... touched) {
            this.number = number;
            this.touched = touched;
            this.before = new long[touched.length];
            for (int i = 0; i < touched.length; i++) {
                before[i] = touched[i].lastOperation();
                touched[i].setLastOperation(number);
            }
        }

        /** How much of the operation can be done without the rest. */
        int lengthBytes() {
            return 0;
        }

        /** Takes the operation back but for its first bytes. */
        abstract void undo(int keepBytes);

        /** Whether nothing has been built upon it by others. */
        private boolean canBeUndone() {
            for (Inode inode : touched) {
                if (inode.lastOperation() != number) {
                    return false;
                }
            }
            return true;
        }

        private void undoMarks() {
            for (int i = touched.length - 1; i >= 0; i--) {
                touched[i].setLastOperation(before[i]);
            }
        }
    }

    /** A step behind a shard's cut, or the one that the cut goes through. */
    private record Undo(Step step, int keepBytes, int shard) {
    }

    void add(Step step) {
        steps.add(step);
    }

    boolean isEmpty() {
        return steps.isEmpty();
    }

    void clear() {
        steps.clear();
    }

    /** Draws a cut for each shard that is in a turn, and takes back what lies behind, the newest first. */
    static void cut(RandomSource random, SimShard[] shards) {
        List<Undo> behind = new ArrayList<>();
        for (SimShard shard : shards) {
            List<Step> steps = shard.journal().steps;
            if (!steps.isEmpty()) {
                int kept = random.nextInt(steps.size() + 1);
                // Half of the cuts are between two operations, the others within one if it has bytes.
                boolean within = random.nextInt(2) == 0;
                for (int i = kept; i < steps.size(); i++) {
                    int length = steps.get(i).lengthBytes();
                    int keepBytes = i == kept && within && length > 0 ? random.nextInt(length) : 0;
                    behind.add(new Undo(steps.get(i), keepBytes, shard.index()));
                }
            }
        }
        behind.sort((one, other) -> Long.compare(other.step.number, one.step.number));
        boolean[] stopped = new boolean[shards.length];
        for (Undo undo : behind) {
            // What another shard has built upon must have happened, and so must all before it.
            if (!stopped[undo.shard] && undo.step.canBeUndone()) {
                undo.step.undo(undo.keepBytes);
                undo.step.undoMarks();
            } else {
                stopped[undo.shard] = true;
            }
        }
    }
}
