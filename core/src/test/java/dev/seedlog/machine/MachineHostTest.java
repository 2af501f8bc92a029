package dev.seedlog.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.InvariantViolation;
import dev.seedlog.env.Faults;
import dev.seedlog.env.TimerQueue;
import dev.seedlog.wire.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The machine of these tests is a list of words; each word is a record. */
class MachineHostTest {

    private static final long LONG = 60_000_000_000L;

    private final FakeClock clock = new FakeClock();
    private final TimerQueue timers = new TimerQueue(clock);
    private final MemoryLog<String> log = new MemoryLog<>();
    private final Words words = new Words();
    private final MachineHost<String> host =
            new MachineHost<>(words, log, MachineRefusals.COORDINATOR, clock, timers, Faults.NONE, 4);

    @Test
    void aCommandIsAppliedAtOnceAndAnsweredWhenItIsCommitted() {
        lead();
        Recorder<Integer> first = say("a");
        assertEquals(List.of("a"), words.said);
        assertFalse(first.isDone());
        commit();

        assertEquals(1, first.answer());
    }

    @Test
    void theNextCommandSeesWhatIsNotYetCommitted() {
        lead();
        Recorder<Integer> first = say("a");
        Recorder<Integer> second = say("b");
        commit();

        assertEquals(List.of(1, 2), List.of(first.answer(), second.answer()));
    }

    @Test
    void aReadWaitsForTheCommitOfWhatItSaw() {
        lead();
        say("a");
        Recorder<Integer> read = submit(at -> Decision.read(words.said.size()));
        assertFalse(read.isDone());
        commit();
        assertEquals(1, read.answer());

        assertEquals(1, submit(at -> Decision.read(words.said.size())).answer());
    }

    @Test
    void anImmediateAnswerWaitsForNothing() {
        lead();
        say("a");

        assertEquals(7, submit(at -> Decision.immediate(7)).answer());
    }

    @Test
    void aRefusalWaitsForTheCommitOfWhatItSaw() {
        lead();
        say("a");
        Recorder<Integer> refused = submit(at -> {
            throw new RefusedException(ErrorCode.INVALID_REQUEST, "said already");
        });
        assertFalse(refused.isDone());
        commit();

        assertEquals(ErrorCode.INVALID_REQUEST, refused.refusal().error());
    }

    @Test
    void nothingIsAnsweredUntilAllThatWasLoadedIsCommitted() {
        log.append(1, List.of("old"));
        host.begin(2);
        assertEquals(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS, say("x").refusal().error());
        host.replay("old", 0);
        host.loaded();
        assertEquals(MachineStage.CATCHING_UP, host.stage());
        assertEquals(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS, say("x").refusal().error());
        commit();

        assertEquals(MachineStage.ACTIVE, host.stage());
        assertEquals(1, submit(at -> Decision.read(words.said.size())).answer());
    }

    @Test
    void whoDoesNotLeadRefuses() {
        assertEquals(ErrorCode.NOT_COORDINATOR, say("a").refusal().error());
    }

    @Test
    void theLossOfLeadershipRefusesAllThatWaitAndDropsTheState() {
        lead();
        Recorder<Integer> waiting = say("a");
        host.end();

        assertEquals(ErrorCode.NOT_COORDINATOR, waiting.refusal().error());
        assertEquals(List.of(), words.said);
        assertEquals(MachineStage.IDLE, host.stage());
    }

    @Test
    void anAppendThatFindsLeadershipLostEndsTheMachine() {
        lead();
        Recorder<Integer> waiting = say("a");
        log.lose();
        Recorder<Integer> failed = say("b");

        assertEquals(ErrorCode.NOT_COORDINATOR, waiting.refusal().error());
        assertEquals(ErrorCode.NOT_COORDINATOR, failed.refusal().error());
        assertEquals(MachineStage.IDLE, host.stage());
    }

    @Test
    void itLeadsAgainFromWhatTheLogHas() {
        lead();
        say("a");
        commit();
        say("lost");
        host.end();
        log.regain();
        host.begin(3);
        host.replay("a", 0);
        host.loaded();

        assertEquals(List.of("a"), words.said);
        Recorder<Integer> next = say("b");
        commit();
        assertEquals(2, next.answer());
    }

    @Test
    void whatTheLogDoesNotTakeNowIsRefusedAndNotApplied() {
        lead();
        log.refuse(Refusal.of(ErrorCode.NOT_ENOUGH_REPLICAS));

        assertEquals(ErrorCode.NOT_ENOUGH_REPLICAS, say("a").refusal().error());
        assertEquals(List.of(), words.said);
        assertEquals(0, submit(at -> Decision.read(words.said.size())).answer());
    }

    @Test
    void aDecisionThatMustHoldTogetherIsOneBatch() {
        lead();
        log.maxBatchRecords(3);
        Recorder<Integer> fits = submit(at -> Decision.atomic(List.of("a", "b", "c"), 1));
        Recorder<Integer> tooLarge = submit(at -> Decision.atomic(List.of("d", "e", "f", "g"), 1));
        Recorder<Integer> split = submit(at -> Decision.splittable(List.of("d", "e", "f", "g"), 1));
        commit();

        assertEquals(1, fits.answer());
        assertEquals(ErrorCode.UNKNOWN_SERVER_ERROR, tooLarge.refusal().error());
        assertEquals(1, split.answer());
        assertEquals(List.of(3, 3, 1), log.batchSizes());
        assertEquals(List.of("a", "b", "c", "d", "e", "f", "g"), words.said);
    }

    @Test
    void aFullQueueRefusesBeforeDeciding() {
        lead();
        for (int i = 0; i < 4; i++) {
            say("w" + i);
        }
        Recorder<Integer> fifth = say("w4");

        assertEquals(ErrorCode.COORDINATOR_NOT_AVAILABLE, fifth.refusal().error());
        assertEquals(4, words.said.size());
    }

    @Test
    void aDeadlineAnswersAnErrorAndUndoesNothing() {
        lead();
        Recorder<Integer> waiting = submit(at -> Decision.atomic(List.of("a"), 1), 50_000_000);
        pass(49);
        assertFalse(waiting.isDone());
        pass(2);

        assertEquals(ErrorCode.COORDINATOR_NOT_AVAILABLE, waiting.refusal().error());
        assertEquals(List.of("a"), words.said);
    }

    @Test
    void whatTimeBringsAboutIsDecidedAtItsDeadline() {
        lead();
        words.deadlineNanos = 30_000_000;
        say("a");
        pass(29);
        assertEquals(List.of("a"), words.said);
        pass(1);

        assertEquals(List.of("a", "tick"), words.said);
    }

    @Test
    void aLateTimerFirstLetsTheInputBeHeardThatCameMeanwhile() {
        lead();
        words.deadlineNanos = 30_000_000;
        say("a");
        clock.advanceMillis(5_000);
        timers.expire();
        assertEquals(List.of("a"), words.said);
        // The next turn: its input moves the deadline, as a heartbeat would.
        clock.advanceMillis(1);
        words.deadlineNanos = clock.nanoTime() + 30_000_000;
        say("heartbeat");
        timers.expire();
        assertEquals(List.of("a", "heartbeat"), words.said);
        pass(30);

        assertEquals(List.of("a", "heartbeat", "tick"), words.said);
    }

    @Test
    void aLateTimerFiresInTheNextTurnIfNothingCame() {
        lead();
        words.deadlineNanos = 30_000_000;
        say("a");
        clock.advanceMillis(5_000);
        timers.expire();
        pass(1);

        assertEquals(List.of("a", "tick"), words.said);
    }

    @Test
    void whatTimeBringsAboutIsTriedAgainIfTheLogRefusesIt() {
        lead();
        words.deadlineNanos = 30_000_000;
        say("a");
        log.refuse(Refusal.of(ErrorCode.NOT_ENOUGH_REPLICAS));
        pass(30);
        assertEquals(0, timers.expire(), "it does not spin");
        log.refuse(null);
        pass(100);

        assertEquals(List.of("a", "tick"), words.said);
    }

    @Test
    void aMachineThatDecidesNothingAtItsDeadlineAndKeepsItIsBroken() {
        lead();
        words.deadlineNanos = 30_000_000;
        words.stuck = true;
        say("a");

        assertThrows(InvariantViolation.class, () -> pass(30));
    }

    @Test
    void onlyLegalStagesFollowEachOther() {
        assertThrows(InvariantViolation.class, host::loaded);
        host.begin(1);
        assertThrows(InvariantViolation.class, () -> host.begin(2));
        host.loaded();
        assertThrows(InvariantViolation.class, () -> host.replay("a", 0));
        assertTrue(MachineStage.ACTIVE.canBecome(MachineStage.IDLE));
    }

    private void lead() {
        host.begin(1);
        host.loaded();
    }

    private void commit() {
        log.commitAll();
        host.highWatermarkMoved();
    }

    private void pass(long millis) {
        clock.advanceMillis(millis);
        timers.expire();
    }

    private Recorder<Integer> say(String word) {
        return submit(at -> Decision.atomic(List.of(word), words.said.size() + 1));
    }

    private Recorder<Integer> submit(Command<String, Integer> command) {
        return submit(command, clock.nanoTime() + LONG);
    }

    private Recorder<Integer> submit(Command<String, Integer> command, long deadlineNanos) {
        Recorder<Integer> reply = new Recorder<>();
        host.submit(command, deadlineNanos, reply);
        return reply;
    }

    private static final class Words implements ReplicatedMachine<String> {

        private final List<String> said = new ArrayList<>();
        private long deadlineNanos = NEVER;
        private boolean stuck;

        @Override
        public void reset() {
            said.clear();
        }

        @Override
        public void apply(String record, long offset) {
            assertEquals(said.size(), offset);
            said.add(record);
            if (record.equals("tick")) {
                deadlineNanos = NEVER;
            }
        }

        @Override
        public Decision<String, ?> activate(DecisionPoint at) {
            return Decision.read(null);
        }

        @Override
        public long nextDeadlineNanos() {
            return deadlineNanos;
        }

        @Override
        public Decision<String, ?> onDeadline(DecisionPoint at) {
            return stuck ? Decision.read(null) : Decision.atomic(List.of("tick"), null);
        }
    }
}
