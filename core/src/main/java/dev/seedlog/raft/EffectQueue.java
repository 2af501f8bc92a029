package dev.seedlog.raft;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The effects of a step. A reply waits here, over several steps if need be, until the quorum state that it speaks of
 * is forced; everything else leaves with its step.
 */
final class EffectQueue {

    private record HeldReply(long generation, RaftEffect reply) {
    }

    private final ArrayDeque<HeldReply> held = new ArrayDeque<>();
    private List<RaftEffect> effects = new ArrayList<>();

    void add(RaftEffect effect) {
        effects.add(effect);
    }

    /** Adds a reply that may leave once the quorum state of {@code generation} is forced. */
    void addHeld(long generation, RaftEffect reply) {
        held.add(new HeldReply(generation, reply));
    }

    /** Lets go of the replies that waited for {@code generation} or an earlier one. */
    void release(long generation) {
        while (!held.isEmpty() && held.peekFirst().generation() <= generation) {
            effects.add(held.pollFirst().reply());
        }
    }

    List<RaftEffect> take() {
        List<RaftEffect> taken = effects;
        effects = new ArrayList<>();
        return taken;
    }
}
