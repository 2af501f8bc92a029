package dev.seedlog.raft;

/**
 * The quorum state in force, and how much of it is forced.
 *
 * <p>A change of the epoch or of the vote, and the news that this replica leads, must be forced before anything
 * depends on it; that another replica leads is written as well, but nothing waits for it.
 */
final class QuorumStateTracker {

    private final int localId;
    private final EffectQueue out;
    private final ControlHistory controls;
    private QuorumState state;
    private long askedGeneration;
    private long writtenGeneration;
    private long neededGeneration;
    private long forcedGeneration;

    QuorumStateTracker(RaftIdentity identity, QuorumState persisted, ControlHistory controls, EffectQueue out) {
        this.localId = identity.local().id();
        this.controls = controls;
        this.out = out;
        this.state = persisted;
    }

    QuorumState state() {
        return state;
    }

    void update(QuorumState next) {
        if (next.equals(state)) {
            return;
        }
        boolean needed = next.epoch() != state.epoch() || !next.voted().equals(state.voted())
                || (next.hasLeader() && next.leaderId() == localId);
        state = next;
        askedGeneration++;
        if (needed) {
            neededGeneration = askedGeneration;
        }
    }

    /** Asks for the file to be written, once for all changes of a step. */
    void flush() {
        if (writtenGeneration < askedGeneration) {
            writtenGeneration = askedGeneration;
            out.add(new RaftEffect.PersistQuorumState(askedGeneration, state, controls.lastVersion()));
        }
    }

    /** Whether messages may carry the epoch, and the vote counts. */
    boolean isForced() {
        return forcedGeneration >= neededGeneration;
    }

    void persisted(long generation) {
        forcedGeneration = Math.max(forcedGeneration, Math.min(generation, askedGeneration));
        out.release(forcedGeneration);
    }

    /** Answers a request, as soon as what the answer says is forced. */
    void reply(RaftEffect reply) {
        if (isForced()) {
            out.add(reply);
        } else {
            out.addHeld(neededGeneration, reply);
        }
    }
}
