package dev.seedlog.histories;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The recorder keeps the rules by which checkers read a history. */
class HistoryRecorderTest {

    private final List<Op> ops = new ArrayList<>();
    private long now = 100;
    private final HistoryRecorder recorder = new HistoryRecorder(ops::add, () -> now, 10);

    @Test
    void anOperationBeginsAndEnds() {
        Invocation send = recorder.lane().invoke(F.SEND, OpValue.mops(new Mop.Send(3, 7)));
        now = 250;
        send.ok(OpValue.mops(new Mop.Send(3, 7, 40)), Extras.of(Extras.ATTEMPTS, 2));
        assertEquals(List.of(
                new Op(0, 100, 0, OpType.INVOKE, F.SEND, OpValue.mops(new Mop.Send(3, 7)), Extras.NONE),
                new Op(1, 250, 0, OpType.OK, F.SEND, OpValue.mops(new Mop.Send(3, 7, 40)),
                        Extras.of("attempts", 2L))), ops);
    }

    @Test
    void aProcessWithAnUnknownOutcomeGoesOnAsAnother() {
        recorder.lane();
        Lane lane = recorder.lane();
        lane.invoke(F.WRITE, OpValue.num(1)).info(Extras.of(Extras.ERROR, new Keyword("timeout")));
        lane.invoke(F.WRITE, OpValue.num(2)).info(Extras.NONE);
        lane.invoke(F.WRITE, OpValue.num(3)).ok(OpValue.num(3));
        assertEquals(List.of(1, 1, 11, 11, 21, 21), ops.stream().map(Op::process).toList());
    }

    @Test
    void aFailureRepeatsWhatWasInvoked() {
        recorder.lane().invoke(F.CAS, new OpValue.Cas(1, 2)).fail(Extras.of(Extras.ERROR, new Keyword("fenced")));
        assertEquals(new OpValue.Cas(1, 2), ops.get(1).value());
        assertEquals(OpType.FAIL, ops.get(1).type());
    }

    @Test
    void whatIsOpenAtTheEndIsUnknown() {
        Invocation open = recorder.lane().invoke(F.SEND, OpValue.mops(new Mop.Send(0, 1)));
        recorder.lane().invoke(F.SEND, OpValue.mops(new Mop.Send(0, 2))).ok(OpValue.mops(new Mop.Send(0, 2, 0)));
        recorder.finish();
        assertEquals(OpType.INFO, ops.get(3).type());
        assertEquals(open.invoked().value(), ops.get(3).value());
        assertEquals(4, ops.size());
        assertThrows(IllegalStateException.class, () -> recorder.nemesis(F.HEAL, OpValue.NIL));
    }

    @Test
    void whatIsOpenWhenAClientCrashesIsUnknown() {
        Lane lane = recorder.lane();
        lane.invoke(F.POLL, OpValue.mops(Mop.Poll.UNANSWERED));
        lane.crash();
        lane.crash();
        assertEquals(List.of(F.POLL, F.POLL, F.CRASH, F.CRASH), ops.stream().map(Op::f).toList());
        assertEquals(List.of(0, 0, 10, 10), ops.stream().map(Op::process).toList());
    }

    @Test
    void anOperationEndsOnceAndBeforeTheNextOneBegins() {
        Lane lane = recorder.lane();
        Invocation read = lane.invoke(F.READ, OpValue.NIL);
        assertThrows(IllegalStateException.class, () -> lane.invoke(F.READ, OpValue.NIL));
        read.ok(OpValue.num(4));
        assertThrows(IllegalStateException.class, () -> read.ok(OpValue.num(4)));
        assertEquals(2, recorder.size());
    }

    @Test
    void severalOpenOperationsOfAClientAreSeveralProcesses() {
        LaneGroup producer = recorder.laneGroup();
        Invocation first = producer.invoke(F.SEND, OpValue.mops(new Mop.Send(0, 1)), Extras.NONE);
        producer.invoke(F.SEND, OpValue.mops(new Mop.Send(0, 2)), Extras.NONE);
        first.ok(OpValue.mops(new Mop.Send(0, 1, 0)));
        producer.invoke(F.SEND, OpValue.mops(new Mop.Send(0, 3)), Extras.NONE);
        assertEquals(List.of(0, 1, 0, 0), ops.stream().map(Op::process).toList());
        assertEquals(2, producer.size());
    }

    @Test
    void theTimeOfAHistoryNeverGoesBack() {
        recorder.nemesis(F.of("kill"), OpValue.NIL);
        now = 50;
        assertEquals(100, recorder.nemesis(F.of("start"), OpValue.NIL).timeNanos());
    }

    @Test
    void moreLanesThanAnnouncedAreRefused() {
        for (int i = 0; i < 10; i++) {
            recorder.lane();
        }
        assertThrows(IllegalStateException.class, recorder::lane);
    }

    @Test
    void extrasKeepTheirOrderAndReplaceInPlace() {
        Extras extras = Extras.of("a", 1).with("b", true).with("a", 2);
        assertEquals("a", extras.name(0));
        assertEquals(2, extras.number("a", 0));
        assertTrue(extras.flag("b"));
        assertEquals(2, extras.size());
    }
}
