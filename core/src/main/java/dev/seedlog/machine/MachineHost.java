package dev.seedlog.machine;

import dev.seedlog.base.Invariant;
import dev.seedlog.env.Clock;
import dev.seedlog.env.Faults;
import dev.seedlog.env.Timer;
import dev.seedlog.env.Timers;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a machine on its log: loads it when this node begins to lead, decides commands, appends and applies their
 * records, holds their answers, and drops everything when leadership is lost.
 *
 * <p>Deciding changes nothing, so whatever can be refused is refused between the decision and the append; after that
 * only the loss of leadership or of the directory can keep the records out of the log.
 */
public final class MachineHost<T> {

    /** A timer later than this was held up; input that arrived meanwhile is heard before sessions end. */
    private static final long LATE_NANOS = 100_000_000;

    /** How long what time has brought about is put off if the log does not take it now. */
    private static final long RETRY_NANOS = 100_000_000;

    private final ReplicatedMachine<T> machine;
    private final MachineLog<T> log;
    private final MachineRefusals refusals;
    private final Clock clock;
    private final Faults faults;
    private final CommitQueue queue;
    private final Timer timer;
    private MachineStage stage = MachineStage.IDLE;
    private int epoch;
    private long loadedEndOffset;
    private long armedForNanos = ReplicatedMachine.NEVER;
    private long retryAtNanos = Long.MIN_VALUE;
    private boolean graceGiven;

    /** A machine that is idle; {@code queueCapacity} bounds the answers that wait. */
    public MachineHost(ReplicatedMachine<T> machine, MachineLog<T> log, MachineRefusals refusals, Clock clock,
                       Timers timers, Faults faults, int queueCapacity) {
        this.machine = machine;
        this.log = log;
        this.refusals = refusals;
        this.clock = clock;
        this.faults = faults;
        this.queue = new CommitQueue(queueCapacity);
        this.timer = timers.create("machine", this::onTimer);
    }

    /** What the machine does on this node. */
    public MachineStage stage() {
        return stage;
    }

    /** The leader epoch, meaningful unless idle. */
    public int epoch() {
        return epoch;
    }

    /** How many answers wait for their commit. */
    public int pendingAnswers() {
        return queue.size();
    }

    /** This node leads: the log is read next, by {@link #replay} for each record and {@link #loaded} at its end. */
    public void begin(int leaderEpoch) {
        become(MachineStage.LOADING);
        epoch = leaderEpoch;
        machine.reset();
    }

    /** A record of the log, while it is loaded. */
    public void replay(T record, long offset) {
        Invariant.check(stage == MachineStage.LOADING, "machine-replay-stage", "a record was replayed while " + stage);
        machine.apply(record, offset);
    }

    /** All of the log was replayed. Nothing is answered until all of that is committed. */
    public void loaded() {
        loadedEndOffset = log.endOffset();
        become(MachineStage.CATCHING_UP);
        highWatermarkMoved();
    }

    /** More of the log is committed than before. */
    public void highWatermarkMoved() {
        if (stage == MachineStage.CATCHING_UP && log.highWatermark() >= loadedEndOffset) {
            become(MachineStage.ACTIVE);
            if (carryOut(machine.activate(point())) != null) {
                end();
            }
        }
        if (stage == MachineStage.ACTIVE) {
            queue.committed(log.highWatermark());
            arm();
        }
    }

    /** Leadership or the directory is lost: all that waits is refused, and the state is dropped. */
    public void end() {
        if (stage == MachineStage.IDLE) {
            return;
        }
        become(MachineStage.IDLE);
        timer.stop();
        armedForNanos = ReplicatedMachine.NEVER;
        retryAtNanos = Long.MIN_VALUE;
        graceGiven = false;
        machine.reset();
        queue.abort(refusals.notLeader());
    }

    /**
     * Decides a command.
     *
     * @param deadlineNanos when its client gives up, on the monotonic clock
     * @param reply takes the answer, at once or when it is committed
     */
    public <A> void submit(Command<T, A> command, long deadlineNanos, Reply<A> reply) {
        if (stage != MachineStage.ACTIVE) {
            reply.refuse(stage == MachineStage.IDLE ? refusals.notLeader() : refusals.loading());
            return;
        }
        if (queue.isFull() || faults.at("machine.queue.full")) {
            reply.refuse(refusals.full());
            return;
        }
        try {
            Decision<T, A> decision = command.decide(point());
            Refusal refusal = carryOut(decision);
            if (refusal != null) {
                reply.refuse(refusal);
            } else if (decision.kind() == Decision.Kind.IMMEDIATE) {
                reply.answer(decision.answer());
            } else {
                queue.hold(log.endOffset(), deadlineNanos, decision.answer(), reply);
            }
        } catch (RefusedException e) {
            // It may have been refused because of something that is not yet committed, so it waits like an answer.
            queue.holdRefusal(log.endOffset(), deadlineNanos, e.refusal(), reply);
        }
        if (stage == MachineStage.ACTIVE) {
            queue.committed(log.highWatermark());
            arm();
        }
    }

    /** Appends and applies; returns why not if it was refused, and nothing was done then. */
    private Refusal carryOut(Decision<T, ?> decision) {
        if (decision.records().isEmpty()) {
            return null;
        }
        Refusal refusal = log.admit();
        if (refusal != null) {
            return refusal;
        }
        List<List<T>> batches = batches(decision.records());
        if (batches == null || batches.size() > 1 && decision.kind() == Decision.Kind.ATOMIC) {
            return refusals.tooLarge();
        }
        for (List<T> batch : batches) {
            long offset = log.endOffset();
            if (log.append(epoch, batch) == MachineLog.LOST) {
                end();
                return refusals.notLeader();
            }
            for (T record : batch) {
                machine.apply(record, offset);
                offset++;
            }
        }
        return null;
    }

    /** The records in as few batches as the limits allow, or null if one of them is too large for any. */
    private List<List<T>> batches(List<T> records) {
        List<List<T>> batches = new ArrayList<>();
        List<T> batch = new ArrayList<>();
        long batchBytes = 0;
        for (T record : records) {
            int sizeBytes = log.sizeBytes(record);
            if (sizeBytes > log.maxBatchBytes()) {
                return null;
            }
            if (batch.size() >= log.maxBatchRecords() || batchBytes + sizeBytes > log.maxBatchBytes()) {
                batches.add(batch);
                batch = new ArrayList<>();
                batchBytes = 0;
            }
            batch.add(record);
            batchBytes += sizeBytes;
        }
        batches.add(batch);
        return batches;
    }

    private void onTimer() {
        if (stage != MachineStage.ACTIVE) {
            return;
        }
        long now = clock.nanoTime();
        if (now - armedForNanos > LATE_NANOS && !graceGiven) {
            // The node was paused. What arrived meanwhile is in the next turn's input, before this timer.
            graceGiven = true;
            timer.startIn(0);
            return;
        }
        graceGiven = false;
        armedForNanos = ReplicatedMachine.NEVER;
        queue.expire(now, refusals.timedOut());
        if (machine.nextDeadlineNanos() <= now && retryAtNanos <= now) {
            Decision<T, ?> decision = machine.onDeadline(point());
            if (carryOut(decision) != null) {
                retryAtNanos = now + RETRY_NANOS;
            } else {
                Invariant.check(!decision.records().isEmpty() || machine.nextDeadlineNanos() > now, "machine-deadline",
                        "a deadline came and nothing was decided, nor was it moved");
            }
        }
        if (stage == MachineStage.ACTIVE) {
            queue.committed(log.highWatermark());
            arm();
        }
    }

    private void arm() {
        long deadline = Math.min(Math.max(machine.nextDeadlineNanos(), retryAtNanos), queue.nextDeadlineNanos());
        if (graceGiven) {
            return;
        }
        if (deadline == ReplicatedMachine.NEVER) {
            timer.stop();
        } else if (deadline != armedForNanos || !timer.armed()) {
            timer.startIn(Math.max(0, deadline - clock.nanoTime()));
        }
        armedForNanos = deadline;
    }

    private DecisionPoint point() {
        return new DecisionPoint(log.endOffset(), log.highWatermark(), clock.nanoTime(), clock.epochMillis());
    }

    private void become(MachineStage next) {
        Invariant.check(stage.canBecome(next), "machine-stage", stage + " cannot become " + next);
        stage = next;
    }
}
