package dev.seedlog.sim.check;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The facts of each life of a log. Within one, an offset has one value. From one to a later one, a suffix may be lost;
 * then what was above the first lost offset is lost as well, and comes back in no later life.
 */
final class Generations {

    private static final int ONLY = 0;

    private final boolean lossy;
    private final List<Violation> violations;
    private final NavigableMap<Integer, NavigableMap<Long, Fact>> facts = new TreeMap<>();
    private int lastGeneration = ONLY;

    Generations(PartitionHistory history, List<Violation> violations) {
        this.lossy = history.lossy();
        this.violations = violations;
        for (SendOp send : history.sends()) {
            if (send.outcome() == SendOp.Outcome.ACKED && send.baseOffset() >= 0) {
                for (int i = 0; i < send.count(); i++) {
                    add(send.generation(), new Fact(send.baseOffset() + i, send.value(i), Fact.Kind.ACKED,
                            send.returnedNanos(), send));
                }
            }
        }
        for (PollOp poll : history.polls()) {
            for (int i = 0; i < poll.values().length; i++) {
                add(poll.generation(), new Fact(poll.offsets()[i], poll.values()[i], Fact.Kind.POLLED, poll.nanos(),
                        poll));
            }
        }
    }

    private void add(int generation, Fact fact) {
        NavigableMap<Long, Fact> known = facts.computeIfAbsent(lossy ? generation : ONLY, unseen -> new TreeMap<>());
        Fact before = known.get(fact.offset());
        if (before != null && before.value() != fact.value()) {
            violations.add(new Violation("inconsistent-offsets", "offset " + fact.offset() + " has two values, "
                    + Values.text(before.value()) + " and " + Values.text(fact.value()), fact.nanos(),
                    List.of(before.source().toString(), fact.source().toString())));
        } else if (before == null || before.kind().compareTo(fact.kind()) < 0) {
            known.put(fact.offset(), fact);
        }
    }

    /** Compares every life with what the log held at last, and with the lives between. */
    void check(long[] finalValues, long atNanos) {
        List<Integer> numbers = new ArrayList<>(facts.keySet());
        for (int i = 0; i < numbers.size(); i++) {
            int number = numbers.get(i);
            boolean mayLose = lossy && number < lastGeneration;
            long lostFrom = Long.MAX_VALUE;
            for (int j = i + 1; j < numbers.size(); j++) {
                NavigableMap<Long, Fact> later = facts.get(numbers.get(j));
                lostFrom = Math.min(lostFrom, firstDisagreement(facts.get(number), later));
                checkNothingBack(facts.get(number), lostFrom, later);
            }
            compareWithFinal(facts.get(number), finalValues, mayLose, lostFrom, atNanos);
        }
    }

    /** How many power cuts there were: facts of that generation cannot have been lost to any. */
    Generations lastGeneration(int number) {
        lastGeneration = number;
        return this;
    }

    private static long firstDisagreement(NavigableMap<Long, Fact> earlier, NavigableMap<Long, Fact> later) {
        for (Fact fact : earlier.values()) {
            Fact other = later.get(fact.offset());
            if (other != null && other.value() != fact.value()) {
                return fact.offset();
            }
        }
        return Long.MAX_VALUE;
    }

    private void checkNothingBack(NavigableMap<Long, Fact> earlier, long lostFrom, NavigableMap<Long, Fact> later) {
        if (lostFrom == Long.MAX_VALUE) {
            return;
        }
        for (Fact fact : earlier.tailMap(lostFrom, true).values()) {
            Fact other = later.get(fact.offset());
            if (fact.kind() != Fact.Kind.POLLED && other != null && other.value() == fact.value()) {
                hole(fact, lostFrom, other.source().toString(), other.nanos());
                return;
            }
        }
    }

    private void compareWithFinal(NavigableMap<Long, Fact> known, long[] finalValues, boolean mayLose, long lostBefore,
                                  long atNanos) {
        long lostFrom = lostBefore;
        for (Fact fact : known.values()) {
            boolean there = fact.offset() < finalValues.length && finalValues[(int) fact.offset()] == fact.value();
            if (!there) {
                lostFrom = Math.min(lostFrom, fact.offset());
                if (!mayLose) {
                    String now = fact.offset() < finalValues.length
                            ? Values.text(finalValues[(int) fact.offset()]) + " is there"
                            : "the log ends at " + finalValues.length;
                    violations.add(new Violation("lost-write", "the log lost " + fact.text() + ": " + now, atNanos,
                            List.of(fact.source().toString())));
                    return;
                }
            }
        }
        for (Fact fact : known.values()) {
            boolean there = fact.offset() < finalValues.length && finalValues[(int) fact.offset()] == fact.value();
            if (there && fact.offset() >= lostFrom && fact.kind() != Fact.Kind.POLLED) {
                hole(fact, lostFrom, "the final read", atNanos);
                return;
            }
        }
    }

    private void hole(Fact fact, long lostFrom, String seenBy, long nanos) {
        violations.add(new Violation("hole", "what was at offset " + lostFrom + " was lost, and yet there is "
                + fact.text(), nanos, List.of(fact.source().toString(), seenBy)));
    }
}
