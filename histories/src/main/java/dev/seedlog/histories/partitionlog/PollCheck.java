package dev.seedlog.histories.partitionlog;

import dev.seedlog.histories.Extras;
import dev.seedlog.histories.F;
import dev.seedlog.histories.KeyProfile;
import dev.seedlog.histories.Keyword;
import dev.seedlog.histories.Mop;
import dev.seedlog.histories.Op;
import dev.seedlog.histories.OpType;
import dev.seedlog.histories.OpValue;
import dev.seedlog.histories.Polled;
import dev.seedlog.histories.Violations;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * What polls show, and where consumers go on. Whether something was passed over is known at the end only, so what they
 * were not shown is kept as gaps.
 */
final class PollCheck {

    private static final int NOWHERE = -1;

    private final Violations violations;
    private final Map<Integer, Consumer> consumers = new HashMap<>();

    /** Where a process reads. */
    private static final class Consumer {
        private final Map<Integer, Place> places = new HashMap<>();
        /** A group decides what it reads, and from where. */
        private boolean subscribed;
    }

    /** Where a consumer goes on in a partition. */
    private record Place(int life, long next, long by) {
    }

    PollCheck(Violations violations) {
        this.violations = violations;
    }

    /** A consumer has other partitions now: it goes on where it was in those that it had already. */
    void assigned(Op op) {
        if (op.type() != OpType.OK || !(op.value() instanceof OpValue.Numbers keys)) {
            return;
        }
        Consumer consumer = consumer(op.process());
        consumer.subscribed = op.f().equals(F.SUBSCRIBE);
        if (op.extras().flag(Extras.SEEK_TO_BEGINNING)) {
            consumer.places.clear();
        } else {
            consumer.places.keySet().removeIf(key -> !keys.values().contains((long) key));
        }
    }

    /** A process is no more. */
    void ended(int process) {
        consumers.remove(process);
    }

    private Consumer consumer(int process) {
        return consumers.computeIfAbsent(process, unseen -> new Consumer());
    }

    /** A poll was answered. */
    void polled(Op op, long invokedAt, Mop.Poll poll, IntFunction<KeyLog> logs) {
        Consumer consumer = consumer(op.process());
        forgetRebalanced(op, consumer);
        Map<?, ?> positions = op.extras().get(Extras.POSITIONS) instanceof Map<?, ?> map ? map : Map.of();
        for (Polled polled : poll.answer()) {
            one(op, invokedAt, polled, positions.get((long) polled.key()), logs.apply(polled.key()));
        }
        positions.forEach((key, place) -> {
            // A partition that showed nothing moves on as well, over what nobody may see.
            if (key instanceof Long number && poll.answer().stream().noneMatch(polled -> polled.key() == number)) {
                Polled nothing = new Polled(number.intValue(), new long[0], new long[0]);
                one(op, invokedAt, nothing, place, logs.apply(nothing.key()));
            }
        });
    }

    private static void forgetRebalanced(Op op, Consumer consumer) {
        if (op.extras().get(Extras.REBALANCE_LOG) instanceof List<?> events) {
            for (Object event : events) {
                if (event instanceof Map<?, ?> map && map.get(new Keyword("keys")) instanceof List<?> keys) {
                    keys.forEach(key -> consumer.places.remove(key instanceof Long number ? number.intValue() : key));
                }
            }
        }
    }

    private static long element(Object pair, int at) {
        return pair instanceof List<?> list && list.size() > at && list.get(at) instanceof Long number ? number
                : NOWHERE;
    }

    private void one(Op op, long invokedAt, Polled polled, Object pair, KeyLog log) {
        int life = log.lifeOf(op.extras().number(Extras.GENERATION, -1), invokedAt);
        learn(op, polled, log, life);
        if (life == KeyLog.UNKNOWN_LIFE) {
            consumer(op.process()).places.remove(log.key());
            return;
        }
        if (op.type() != OpType.OK || polled.size() == 0 && pair == null) {
            return;
        }
        long position = element(pair, 0);
        long first = firstKnown(polled);
        long shown = within(op, polled, log, life, position);
        long from = position >= 0 ? position : first;
        long next = element(pair, 1) >= 0 ? element(pair, 1) : shown;
        if (from >= 0) {
            goesOn(op, log, life, from, position >= 0);
        }
        if (next >= 0) {
            passed(log, new Gap(Anomaly.POLL_SKIP, life, Math.max(shown, from), next, op.index(), op.index()), true);
            // Who says that he goes on in front of what he was shown will be shown that again.
            consumer(op.process()).places.put(log.key(), new Place(life, Math.max(next, shown), op.index()));
            log.lives().get(life).knowEnd(next, op.index());
        }
        if (op.extras().flag(Extras.FINAL) && from >= 0) {
            log.finals().read(life, from, next, invokedAt, op.index());
        }
    }

    private static long firstKnown(Polled polled) {
        for (long offset : polled.offsets()) {
            if (offset >= 0) {
                return offset;
            }
        }
        return NOWHERE;
    }

    /** Notes what was shown. */
    private void learn(Op op, Polled polled, KeyLog log, int life) {
        int kind = Facts.POLLED | (op.extras().flag(Extras.FINAL) ? Facts.FINAL : 0);
        for (int i = 0; i < polled.size(); i++) {
            long value = polled.values()[i];
            int row = log.sends().row(value);
            if (row == LongIndex.NONE) {
                log.earlyValues().add(value);
                log.earlyReaders().add(op.index());
            } else {
                log.sends().mark(row, Sends.READ);
            }
            if (life != KeyLog.UNKNOWN_LIFE && polled.offsets()[i] >= 0) {
                log.learn(life, polled.offsets()[i], value, kind, op.index());
                log.lives().get(life).knowOffset(polled.offsets()[i], op.index());
            }
        }
    }

    /** Looks at the order within one answer; tells where it ends, or {@link #NOWHERE}. */
    private long within(Op op, Polled polled, KeyLog log, int life, long position) {
        long expected = position;
        for (long offset : polled.offsets()) {
            if (offset < 0) {
                continue;
            }
            if (expected >= 0 && offset < expected) {
                boolean inFront = expected == position;
                violations.add(inFront ? Anomaly.NONMONOTONIC_POLL : Anomaly.INT_NONMONOTONIC_POLL, log.key(),
                        "a poll shows offset " + offset + (inFront ? " and was to begin at " + position
                                : " behind offset " + (expected - 1)), op.index());
            } else if (expected >= 0 && offset > expected) {
                passed(log, new Gap(Anomaly.INT_POLL_SKIP, life, expected, offset, op.index(), op.index()),
                        position >= 0);
            }
            expected = Math.max(expected, offset + 1);
        }
        return expected;
    }

    private void goesOn(Op op, KeyLog log, int life, long from, boolean told) {
        Consumer consumer = consumer(op.process());
        Place place = consumer.places.get(log.key());
        if (place == null || place.life != life || consumer.subscribed) {
            return;
        }
        if (from < place.next) {
            violations.add(Anomaly.NONMONOTONIC_POLL, log.key(), "a consumer was at offset " + place.next
                    + " and went on at " + from, place.by, op.index());
        } else if (from > place.next) {
            passed(log, new Gap(Anomaly.POLL_SKIP, life, place.next, from, place.by, op.index()), told);
        }
    }

    /**
     * Something was passed over. A consumer that tells its positions tells as well when it begins anew; one that does
     * not may have gone to the log's new beginning by itself.
     */
    private static void passed(KeyLog log, Gap gap, boolean told) {
        long from = told ? gap.from() : Math.max(gap.from(), log.start().highestAt(gap.by()));
        if (from < gap.to()) {
            log.gaps().add(new Gap(gap.anomaly(), gap.life(), from, gap.to(), gap.before(), gap.by()));
        }
    }

    /** A poll failed: perhaps because it was told that its position is not in the log. */
    void refused(Op op, IntFunction<KeyLog> logs) {
        if (!Extras.OFFSET_OUT_OF_RANGE.equals(op.extras().get(Extras.ERROR))
                || !(op.extras().get(Extras.POSITIONS) instanceof Map<?, ?> positions)) {
            return;
        }
        positions.forEach((key, pair) -> {
            if (key instanceof Long number) {
                outOfRange(op, logs.apply(number.intValue()), element(pair, 0));
                consumer(op.process()).places.remove(number.intValue());
            }
        });
    }

    private void outOfRange(Op op, KeyLog log, long position) {
        int life = log.lifeOf(op.extras().number(Extras.GENERATION, -1), Long.MAX_VALUE);
        Place place = consumer(op.process()).places.get(log.key());
        boolean wasThere = place != null && place.life == life && place.next == position;
        if (wasThere && position >= log.start().highestAt(op.index())) {
            violations.add(Anomaly.OFFSET_OUT_OF_RANGE, log.key(), "a consumer was at offset " + position
                    + ", and was told that the log does not have that", place.by, op.index());
        }
    }

    /** A transaction must not see what it has not committed. */
    void ownWrites(Op op, OpValue.Mops mops, IntFunction<KeyLog> logs) {
        Map<Integer, List<Long>> sent = new HashMap<>();
        for (Mop mop : mops.steps()) {
            if (mop instanceof Mop.Send send) {
                sent.computeIfAbsent(send.key(), unseen -> new ArrayList<>()).add(send.value());
            }
        }
        for (Mop mop : mops.steps()) {
            if (mop instanceof Mop.Poll poll && poll.answer() != null && !sent.isEmpty()) {
                for (Polled polled : poll.answer()) {
                    KeyProfile profile = logs.apply(polled.key()).profile();
                    boolean forbidden = profile == null || profile.readCommitted();
                    List<Long> own = sent.getOrDefault(polled.key(), List.of());
                    for (long value : polled.values()) {
                        if (forbidden && own.contains(value)) {
                            violations.add(Anomaly.PRECOMMITTED_READ, polled.key(), "value " + value
                                    + " was read by the operation that sends it", op.index());
                        }
                    }
                }
            }
        }
    }
}
