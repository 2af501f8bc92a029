package dev.seedlog.sim.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is sent after something is known to be written must lie behind it. Known is what was acknowledged, and what was
 * read; one sweep through time finds it.
 */
final class RealTimeOrder {

    private record Moment(long nanos, boolean sending, SendOp send, int generation, long offset, Object source) {
    }

    private record Known(long offset, Object source) {
    }

    private RealTimeOrder() {
    }

    static void check(PartitionHistory history, List<Violation> violations) {
        Map<Integer, Known> highest = new TreeMap<>();
        for (Moment moment : moments(history)) {
            if (moment.sending) {
                Known known = highest.get(moment.generation);
                if (known != null && moment.offset <= known.offset) {
                    violations.add(new Violation("nonmonotonic-send", "offset " + moment.offset
                            + " was given to a batch that was sent after offset " + known.offset + " was known",
                            moment.nanos, List.of(known.source.toString(), moment.send.toString())));
                }
            } else {
                Known known = highest.get(moment.generation);
                if (known == null || known.offset < moment.offset) {
                    highest.put(moment.generation, new Known(moment.offset, moment.source));
                }
            }
        }
    }

    private static List<Moment> moments(PartitionHistory history) {
        List<Moment> moments = new ArrayList<>();
        for (SendOp send : history.sends()) {
            if (send.outcome() == SendOp.Outcome.ACKED && send.baseOffset() >= 0) {
                int generation = history.lossy() ? send.generation() : 0;
                moments.add(new Moment(send.invokedNanos(), true, send, generation, send.baseOffset(), send));
                moments.add(new Moment(send.returnedNanos(), false, send, generation, send.lastOffset(), send));
            }
        }
        for (PollOp poll : history.polls()) {
            if (poll.offsets().length > 0) {
                long last = poll.offsets()[poll.offsets().length - 1];
                moments.add(new Moment(poll.nanos(), false, null, history.lossy() ? poll.generation() : 0, last, poll));
            }
        }
        // What happens at one time is concurrent: sends come first.
        moments.sort(Comparator.comparingLong(Moment::nanos).thenComparing(moment -> moment.sending ? 0 : 1));
        return moments;
    }
}
