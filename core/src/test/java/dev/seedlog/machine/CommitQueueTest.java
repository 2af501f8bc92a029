package dev.seedlog.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.InvariantViolation;
import dev.seedlog.wire.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommitQueueTest {

    private static final Refusal TIMED_OUT = Refusal.of(ErrorCode.REQUEST_TIMED_OUT);
    private static final Refusal LOST = Refusal.of(ErrorCode.NOT_CONTROLLER);

    private final CommitQueue queue = new CommitQueue(3);
    private final List<String> told = new ArrayList<>();

    @Test
    void anAnswerWaitsForTheCommitOfAllThatItSaw() {
        hold("a", 5, 100);
        hold("b", 7, 100);
        queue.committed(4);
        assertEquals(List.of(), told);
        queue.committed(6);
        assertEquals(List.of("a"), told);
        queue.committed(7);

        assertEquals(List.of("a", "b"), told);
        assertEquals(ReplicatedMachine.NEVER, queue.nextDeadlineNanos());
    }

    @Test
    void whatIsCommittedIsAnsweredAtOnce() {
        queue.committed(5);
        hold("a", 5, 100);

        assertEquals(List.of("a"), told);
    }

    @Test
    void aDeadlineRefusesAndLaterOnesStillWait() {
        hold("a", 5, 300);
        hold("b", 5, 200);
        hold("c", 5, 400);
        assertEquals(200, queue.nextDeadlineNanos());
        queue.expire(300, TIMED_OUT);
        assertEquals(List.of("b REQUEST_TIMED_OUT", "a REQUEST_TIMED_OUT"), told);
        queue.committed(5);

        assertEquals("c", told.get(2));
        assertEquals(3, told.size());
    }

    @Test
    void theEndOfTheEpochRefusesAllThatWait() {
        hold("a", 5, 100);
        hold("b", 5, 50);
        queue.expire(50, TIMED_OUT);
        queue.abort(LOST);
        queue.committed(10);

        assertEquals(List.of("b REQUEST_TIMED_OUT", "a NOT_CONTROLLER"), told);
        assertEquals(0, queue.size());
    }

    @Test
    void aRefusalWaitsLikeAnAnswer() {
        queue.holdRefusal(5, 100, new Refusal(ErrorCode.TOPIC_ALREADY_EXISTS, "no"), reply("a"));
        assertEquals(List.of(), told);
        queue.committed(5);

        assertEquals(List.of("a TOPIC_ALREADY_EXISTS"), told);
    }

    @Test
    void itIsBoundedAndAnswersThatTimedOutMakeRoom() {
        hold("a", 5, 100);
        hold("b", 5, 200);
        assertFalse(queue.isFull());
        hold("c", 5, 300);
        assertTrue(queue.isFull());
        assertThrows(InvariantViolation.class, () -> hold("d", 5, 400));
        queue.expire(100, TIMED_OUT);

        assertFalse(queue.isFull());
    }

    @Test
    void answersAreHeldInTheOrderOfTheLog() {
        hold("a", 5, 100);

        assertThrows(InvariantViolation.class, () -> hold("b", 4, 100));
    }

    private void hold(String name, long offset, long deadline) {
        queue.hold(offset, deadline, name, reply(name));
    }

    private Reply<String> reply(String name) {
        return new Reply<>() {
            @Override
            public void answer(String answer) {
                told.add(answer);
            }

            @Override
            public void refuse(Refusal refusal) {
                told.add(name + " " + refusal.error());
            }
        };
    }
}
