package dev.seedlog.machine;

import dev.seedlog.wire.ErrorCode;

/**
 * The errors that a machine's clients know for its states.
 *
 * @param notLeader this node does not lead, or no longer
 * @param loading it will lead soon
 * @param full too many answers wait for their commit
 * @param timedOut the commit took longer than the client wants to wait; it may still come
 * @param tooLarge what was asked for does not fit in one batch
 */
public record MachineRefusals(Refusal notLeader, Refusal loading, Refusal full, Refusal timedOut, Refusal tooLarge) {

    /** Those of the controller. */
    public static final MachineRefusals CONTROLLER = new MachineRefusals(
            Refusal.of(ErrorCode.NOT_CONTROLLER),
            Refusal.of(ErrorCode.NOT_CONTROLLER),
            new Refusal(ErrorCode.REQUEST_TIMED_OUT, "The controller has too many requests waiting."),
            Refusal.of(ErrorCode.REQUEST_TIMED_OUT),
            new Refusal(ErrorCode.POLICY_VIOLATION, "Unable to perform excessively large batch operation."));

    /** Those of the coordinators of groups and transactions. */
    public static final MachineRefusals COORDINATOR = new MachineRefusals(
            Refusal.of(ErrorCode.NOT_COORDINATOR),
            Refusal.of(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS),
            Refusal.of(ErrorCode.COORDINATOR_NOT_AVAILABLE),
            Refusal.of(ErrorCode.COORDINATOR_NOT_AVAILABLE),
            Refusal.of(ErrorCode.UNKNOWN_SERVER_ERROR));
}
