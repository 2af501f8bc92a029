package dev.seedlog.raft;

import java.util.List;

/**
 * What a step answers.
 *
 * @param effects what to do, in order
 * @param nextDeadlineNanos when to hand in {@link RaftInput.TimerFired}; {@link RaftKernel#NO_DEADLINE} for never. It
 *     replaces the deadline of the step before.
 */
public record RaftOutput(List<RaftEffect> effects, long nextDeadlineNanos) {
}
