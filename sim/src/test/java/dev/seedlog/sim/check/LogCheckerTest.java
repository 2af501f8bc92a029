package dev.seedlog.sim.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The checker finds each kind of wrong, and lets right histories pass. */
class LogCheckerTest {

    private static final List<String> FINE = List.of();

    @Test
    void whatWasAckedAndIsThereIsFine() {
        assertEquals(FINE, HandMade.lossless().acked(0, 2, 0).acked(2, 1, 2).polled(1, 0, 0, 1).polled(1, 2, 2)
                .judged(0, 1, 2));
    }

    @Test
    void anAckedRecordThatIsMissingIsLost() {
        assertEquals(List.of("lost-write"), HandMade.lossless().acked(0, 2, 0).acked(2, 1, 2).judged(0, 1));
    }

    @Test
    void aRecordThatWasReadAndIsMissingIsLost() {
        HandMade history = HandMade.lossless();
        history.send(0, 1);
        assertEquals(List.of("lost-write"), history.polled(1, 0, 0).judged());
    }

    @Test
    void anotherRecordAtAnAckedOffsetIsALoss() {
        HandMade history = HandMade.lossless().acked(0, 1, 0);
        history.send(1, 1);
        assertEquals(List.of("lost-write"), history.judged(1));
    }

    @Test
    void twoValuesAtOneOffsetAreInconsistent() {
        HandMade history = HandMade.lossless().acked(0, 1, 0);
        history.send(1, 1);
        assertEquals(List.of("inconsistent-offsets"), history.polled(1, 0, 1).judged(0));
    }

    @Test
    void anIdempotentRecordTwiceIsADuplicate() {
        HandMade history = HandMade.lossless();
        history.send(0, 1).attempt().acked(history.now(), 0, 0);
        assertEquals(List.of("duplicate"), history.judged(0, 0));
    }

    @Test
    void aRetriedRecordWithoutIdempotenceMayBeThereTwice() {
        HandMade history = new HandMade(false, HandMade.AT_LEAST_ONCE);
        history.send(0, 1).attempt().acked(history.now(), 1, 0);
        assertEquals(FINE, history.judged(0, 0));
    }

    @Test
    void aRecordThatWasSentOnceMayNotBeThereTwice() {
        assertEquals(List.of("duplicate"),
                new HandMade(false, HandMade.AT_LEAST_ONCE).acked(0, 1, 0).judged(0, 0));
    }

    @Test
    void recordsInAnotherOrderThanSentAreReordered() {
        HandMade history = HandMade.lossless();
        history.send(0, 1);
        history.send(1, 1);
        assertEquals(List.of("nonmonotonic-send"), history.judged(1, 0));
    }

    @Test
    void whatIsSentAfterAnAckLiesBehindIt() {
        HandMade history = HandMade.lossless().acked(5, 1, 1);
        history.send(6, 1).acked(history.now(), 0, 0);
        assertEquals(List.of("nonmonotonic-send"), history.judged(6, 5));
    }

    @Test
    void aRefusedRecordMayNotAppear() {
        HandMade history = HandMade.lossless();
        history.send(0, 1).ended(history.now(), SendOp.Outcome.REFUSED);
        assertEquals(List.of("G1a"), history.judged(0));
    }

    @Test
    void aRecordOfUnknownFateMayAppearOrNot() {
        for (long[] atLast : new long[][] {{}, {0}}) {
            HandMade history = HandMade.lossless();
            history.send(0, 1).ended(history.now(), SendOp.Outcome.UNKNOWN);
            assertEquals(FINE, history.judged(atLast));
        }
    }

    @Test
    void aRecordThatNobodySentMayNotAppear() {
        assertEquals(List.of("unwritten"), HandMade.lossless().judged(7));
    }

    @Test
    void aRecordIsNotReadBeforeItIsSent() {
        HandMade history = HandMade.lossless().polled(1, 0, 0);
        assertEquals("precommitted-read", history.acked(0, 1, 0).judged(0).get(0));
    }

    @Test
    void aPollLeavesNothingOut() {
        assertEquals(List.of("int-poll-skip"), HandMade.lossless().acked(0, 3, 0)
                .polledAt(1, 0, new long[] {0, 2}, 0, 2).judged(0, 1, 2));
    }

    @Test
    void thePollAfterGoesOnWhereTheOneBeforeEnded() {
        assertEquals(List.of("poll-skip"), HandMade.lossless().acked(0, 3, 0).polled(1, 0, 0).polled(1, 2, 2)
                .judged(0, 1, 2));
        assertEquals(List.of("nonmonotonic-poll"), HandMade.lossless().acked(0, 3, 0).polled(1, 0, 0, 1)
                .polled(1, 1, 1).judged(0, 1, 2));
        assertEquals(FINE, HandMade.lossless().acked(0, 3, 0).polled(1, 0, 0).polled(2, 2, 2).judged(0, 1, 2));
    }

    @Test
    void aPowerCutMayTakeASuffixWhereAcksAreNotForced() {
        assertEquals(FINE, HandMade.lossy().acked(0, 1, 0).acked(1, 1, 1).powerCut().acked(2, 1, 1).judged(0, 2));
        assertEquals(FINE, HandMade.lossy().acked(0, 1, 0).powerCut().judged());
    }

    @Test
    void aPowerCutTakesNothingWhereAcksAreForced() {
        assertEquals(List.of("lost-write"), HandMade.lossless().acked(0, 1, 0).acked(1, 1, 1).powerCut().judged(0));
    }

    @Test
    void whatIsWrittenAfterTheLastPowerCutStays() {
        assertEquals(List.of("lost-write"), HandMade.lossy().powerCut().acked(0, 1, 0).judged());
    }

    @Test
    void aPowerCutLeavesNoHole() {
        HandMade history = HandMade.lossy().acked(0, 1, 0).acked(1, 1, 1).powerCut();
        history.send(2, 1);
        assertEquals("hole", history.judged(2, 1).get(0));
    }

    @Test
    void whatAPowerCutTookDoesNotComeBack() {
        HandMade history = HandMade.lossy().acked(0, 1, 0).acked(1, 1, 1).powerCut();
        history.acked(2, 1, 1).powerCut();
        assertEquals(List.of("hole"), history.judged(0, 1));
    }

    @Test
    void whatWasForcedSurvivesThePowerCut() {
        assertEquals(FINE, HandMade.lossy().acked(0, 1, 0).acked(1, 1, 1).forced(0).powerCut().judged(0));
        assertEquals(List.of("lost-write"),
                HandMade.lossy().acked(0, 1, 0).acked(1, 1, 1).forced(0, 1).powerCut().judged(0));
    }
}
