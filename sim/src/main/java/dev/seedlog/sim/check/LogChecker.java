package dev.seedlog.sim.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * Judges the history of a partition with one replica. The promises, by number in the report's words:
 * <ul>
 * <li>values and offsets are functions of each other, but for what a producer that is not idempotent sent twice;
 * <li>what was acknowledged or read stays; where a power cut may take an unforced suffix, what is left is a prefix of
 *     what was there, and holds all that had been forced;
 * <li>what is read was sent, was not refused, and was sent before it was read;
 * <li>a poll shows every record from its position on, and the next poll goes on where it ended;
 * <li>each producer's records lie in the order in which they were sent;
 * <li>what was sent after something was known to be written lies behind it.
 * </ul>
 */
public final class LogChecker {

    private final PartitionHistory history;
    private final int powerCuts;
    private final long endNanos;
    private final List<Violation> violations = new ArrayList<>();
    private final Long2ObjectHashMap<SendOp> writers = new Long2ObjectHashMap<>();

    private LogChecker(PartitionHistory history, int powerCuts, long endNanos) {
        this.history = history;
        this.powerCuts = powerCuts;
        this.endNanos = endNanos;
    }

    /**
     * Judges a history.
     *
     * @param powerCuts how many there were
     * @param endNanos when the final read was over
     * @return what is wrong, the most telling first; empty if all is well
     */
    public static List<Violation> check(PartitionHistory history, int powerCuts, long endNanos) {
        LogChecker checker = new LogChecker(history, powerCuts, endNanos);
        checker.run();
        return checker.violations;
    }

    private void run() {
        violations.addAll(history.seen());
        for (SendOp send : history.sends()) {
            for (int i = 0; i < send.count(); i++) {
                writers.put(send.value(i), send);
            }
        }
        long[] finalValues = history.finalValues() == null ? new long[0] : history.finalValues();
        new Generations(history, violations).lastGeneration(powerCuts).check(finalValues, endNanos);
        checkForced(finalValues);
        history.polls().forEach(this::checkPoll);
        checkContinuity();
        checkFinal(finalValues);
        RealTimeOrder.check(history, violations);
    }

    private void checkForced(long[] finalValues) {
        for (ForcedPrefix forced : history.forced()) {
            for (int i = 0; i < forced.values().length; i++) {
                long offset = forced.firstOffset() + i;
                boolean there = offset < finalValues.length && finalValues[(int) offset] == forced.values()[i];
                if (!there) {
                    violations.add(new Violation("lost-write", "offset " + offset + " had been forced with "
                            + Values.text(forced.values()[i]) + " when the power was cut, and is lost: the log ends at "
                            + finalValues.length, endNanos, List.of("power cut at " + forced.nanos())));
                    return;
                }
            }
        }
    }

    private void checkPoll(PollOp poll) {
        long expected = poll.position();
        for (int i = 0; i < poll.values().length; i++) {
            if (poll.offsets()[i] != expected) {
                add("int-poll-skip", "a poll from " + poll.position() + " shows offset " + poll.offsets()[i] + " where "
                        + expected + " should be", poll.nanos(), poll);
                return;
            }
            expected++;
            checkWritten(poll.values()[i], poll.nanos(), poll);
        }
        if (poll.nextPosition() != expected) {
            add("poll-skip", "a poll showed records up to " + expected + " and went on to " + poll.nextPosition(),
                    poll.nanos(), poll);
        }
    }

    private void checkWritten(long value, long readNanos, Object reader) {
        SendOp writer = writers.get(value);
        if (writer == null) {
            add("unwritten", Values.text(value) + " was read and nobody sent it", readNanos, reader);
        } else if (writer.outcome() == SendOp.Outcome.REFUSED) {
            add("G1a", Values.text(value) + " was refused and is there", readNanos, writer, reader);
        } else if (writer.invokedNanos() > readNanos) {
            add("precommitted-read", Values.text(value) + " was read before it was sent", readNanos, writer, reader);
        }
    }

    private void checkContinuity() {
        Map<Integer, PollOp> last = new TreeMap<>();
        for (PollOp poll : history.polls()) {
            PollOp before = last.put(poll.consumer(), poll);
            if (before != null && poll.position() != before.nextPosition()) {
                add(poll.position() > before.nextPosition() ? "poll-skip" : "nonmonotonic-poll",
                        "the consumer was at " + before.nextPosition() + " and went on at " + poll.position(),
                        poll.nanos(), before, poll);
            }
        }
    }

    private void checkFinal(long[] finalValues) {
        Long2ObjectHashMap<Long> firstOffsets = new Long2ObjectHashMap<>();
        Map<Integer, Long> lastCounters = new TreeMap<>();
        for (int offset = 0; offset < finalValues.length; offset++) {
            long value = finalValues[offset];
            checkWritten(value, endNanos, "final read of offset " + offset);
            SendOp writer = writers.get(value);
            Long first = firstOffsets.put(value, Long.valueOf(offset));
            if (first != null) {
                firstOffsets.put(value, first);
                if (writer != null && (writer.promise().idempotent() || writer.attempts() < 2)) {
                    add("duplicate", Values.text(value) + " is at offset " + first + " and at " + offset, endNanos,
                            writer);
                }
            } else if (writer != null && writer.promise().ordered()) {
                Long counter = lastCounters.put(writer.producer(), Values.counter(value));
                if (counter != null && counter > Values.counter(value)) {
                    lastCounters.put(writer.producer(), counter);
                    add("nonmonotonic-send", Values.text(value) + " at offset " + offset + " lies behind "
                            + Values.text(Values.of(writer.producer(), counter)) + ", which was sent later", endNanos,
                            writer, writers.get(Values.of(writer.producer(), counter)));
                }
            }
        }
    }

    private void add(String kind, String what, long nanos, Object... operations) {
        List<String> texts = new ArrayList<>();
        for (Object operation : operations) {
            texts.add(String.valueOf(operation));
        }
        violations.add(new Violation(kind, what, nanos, texts));
    }
}
