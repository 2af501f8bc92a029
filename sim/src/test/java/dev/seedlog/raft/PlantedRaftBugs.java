package dev.seedlog.raft;

import java.util.List;
import net.bytebuddy.asm.Advice;

/** What mutants of the kernel do; in its package, because nothing of it is seen from outside. */
public final class PlantedRaftBugs {

    private PlantedRaftBugs() {
    }

    /** What led when its process died leads again at once. */
    public static final class OldEpochResumed {
        private OldEpochResumed() {
        }

        @Advice.OnMethodExit
        static void exit(@Advice.This RoleChanges changes, @Advice.FieldValue("state") KernelState state) {
            if (state.role instanceof ResignedState && state.isVoter()) {
                state.role = new NomineeState(RaftRole.CANDIDATE, state.voters(), state.newElectionDeadline());
                changes.toLeader(List.of());
            }
        }
    }

    /** What a majority has is committed, whichever epoch it is from. */
    public static final class EarlierEpochCounted {
        private EarlierEpochCounted() {
        }

        @Advice.OnMethodEnter
        static void enter(@Advice.FieldValue("state") KernelState state, @Advice.Argument(0) LeaderState leader) {
            long offset = leader.majorityEndOffset();
            if (offset <= leader.epochStartOffset && offset > leader.highWatermark) {
                leader.highWatermark = offset;
                state.commitOfLeader(offset);
            }
        }
    }
}
