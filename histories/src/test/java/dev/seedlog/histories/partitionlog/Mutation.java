package dev.seedlog.histories.partitionlog;

import dev.seedlog.histories.Extras;
import dev.seedlog.histories.F;
import dev.seedlog.histories.Mop;
import dev.seedlog.histories.Op;
import dev.seedlog.histories.OpType;
import dev.seedlog.histories.OpValue;
import dev.seedlog.histories.Polled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** What makes a valid history wrong. Each answers null where the history has nothing to which it could be done. */
enum Mutation {
    /** The last record that was read at last is read by nobody, and the final reads end in front of it. */
    CUT_THE_END {
        @Override
        List<Op> apply(List<Op> ops, Random random) {
            int last = lastFinal(ops, 1);
            if (last < 0) {
                return null;
            }
            Polled polled = polledOf(ops.get(last));
            int size = polled.size() - 1;
            Polled shorter = new Polled(polled.key(), Arrays.copyOf(polled.offsets(), size),
                    Arrays.copyOf(polled.values(), size));
            long next = polled.offsets()[size];
            List<Op> cut = removeEmptyFinals(replace(ops, last, shorter, next), polled.key());
            return acked(ops, polled.values()[size]) ? cut : null;
        }
    },
    /** Two records change places, in one final poll. */
    SWAP_VALUES {
        @Override
        List<Op> apply(List<Op> ops, Random random) {
            int at = anyFinal(ops, random, 2);
            return at < 0 ? null : change(ops, at, polled -> {
                swap(polled.values(), 0, 1);
                return polled;
            }, value -> acked(ops, value));
        }
    },
    /** Two records come in the wrong order, each with its offset. */
    SWAP_RECORDS {
        @Override
        List<Op> apply(List<Op> ops, Random random) {
            int at = anyFinal(ops, random, 2);
            return at < 0 ? null : change(ops, at, polled -> {
                swap(polled.values(), 0, 1);
                swap(polled.offsets(), 0, 1);
                return polled;
            }, value -> true);
        }
    },
    /** A poll leaves a record out. */
    SKIP {
        @Override
        List<Op> apply(List<Op> ops, Random random) {
            int at = anyPoll(ops, random, 3);
            return at < 0 ? null : change(ops, at, polled -> new Polled(polled.key(),
                    without(polled.offsets(), 1), without(polled.values(), 1)), value -> true);
        }
    },
    /** A poll shows a value that nobody sent. */
    INVENT {
        @Override
        List<Op> apply(List<Op> ops, Random random) {
            int at = anyPoll(ops, random, 1);
            return at < 0 ? null : change(ops, at, polled -> {
                polled.values()[0] = 1;
                return polled;
            }, value -> true);
        }
    },
    /** A poll shows the first record of its answer a second time. */
    REPEAT {
        @Override
        List<Op> apply(List<Op> ops, Random random) {
            int at = anyPoll(ops, random, 1);
            return at < 0 ? null : change(ops, at, polled -> new Polled(polled.key(),
                    twice(polled.offsets()), twice(polled.values())), value -> true);
        }
    },
    /** An acknowledgement names an offset too large by one. */
    WRONG_OFFSET {
        @Override
        List<Op> apply(List<Op> ops, Random random) {
            List<Integer> places = places(ops, op -> op.type() == OpType.OK && op.f().equals(F.SEND)
                    && op.extras().number(Extras.ATTEMPTS, 1) == 1);
            if (places.isEmpty()) {
                return null;
            }
            int at = places.get(random.nextInt(places.size()));
            List<Mop> steps = new ArrayList<>();
            for (Mop step : ((OpValue.Mops) ops.get(at).value()).steps()) {
                Mop.Send send = (Mop.Send) step;
                steps.add(new Mop.Send(send.key(), send.value(), send.offset() + 1));
            }
            return with(ops, at, new OpValue.Mops(steps), ops.get(at).extras());
        }
    },
    /** What was refused is there. */
    REFUSED_AND_READ {
        @Override
        List<Op> apply(List<Op> ops, Random random) {
            int read = anyFinal(ops, random, 1);
            if (read < 0) {
                return null;
            }
            long value = polledOf(ops.get(read)).values()[0];
            for (int i = 0; i < ops.size(); i++) {
                Op op = ops.get(i);
                if (op.type() == OpType.OK && op.f().equals(F.SEND) && sends(op, value)) {
                    List<Op> changed = new ArrayList<>(ops);
                    OpValue invoked = invocation(ops, i).value();
                    changed.set(i, new Op(op.index(), op.timeNanos(), op.process(), OpType.FAIL, op.f(), invoked,
                            op.extras()));
                    return changed;
                }
            }
            return null;
        }
    },
    /** A log is said to be empty that is not. */
    FORGET_THE_END {
        @Override
        List<Op> apply(List<Op> ops, Random random) {
            List<Integer> places = places(ops, op -> op.type() == OpType.OK && op.f().equals(F.LIST_OFFSETS));
            for (int at : places) {
                OpValue.Bounds bounds = (OpValue.Bounds) ops.get(at).value();
                boolean known = ops.subList(0, at - 1).stream().anyMatch(op -> op.type() == OpType.OK
                        && op.value() instanceof OpValue.Bounds before && before.key() == bounds.key()
                        && op.f().equals(F.LIST_OFFSETS) && before.end() > 0);
                if (known) {
                    return with(ops, at, new OpValue.Bounds(bounds.key(), bounds.start(), 0), ops.get(at).extras());
                }
            }
            return null;
        }
    };

    /** The history, made wrong. */
    abstract List<Op> apply(List<Op> ops, Random random);

    private static void swap(long[] all, int one, int other) {
        long kept = all[one];
        all[one] = all[other];
        all[other] = kept;
    }

    private static long[] without(long[] all, int place) {
        long[] fewer = new long[all.length - 1];
        System.arraycopy(all, 0, fewer, 0, place);
        System.arraycopy(all, place + 1, fewer, place, fewer.length - place);
        return fewer;
    }

    private static long[] twice(long[] all) {
        long[] more = new long[all.length + 1];
        System.arraycopy(all, 0, more, 1, all.length);
        more[0] = all[0];
        return more;
    }

    private static Polled polledOf(Op op) {
        if (op.type() == OpType.OK && op.value() instanceof OpValue.Mops mops
                && mops.steps().get(0) instanceof Mop.Poll poll && !poll.answer().isEmpty()) {
            return poll.answer().get(0);
        }
        return null;
    }

    private static List<Integer> places(List<Op> ops, Predicate<Op> wanted) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < ops.size(); i++) {
            if (wanted.test(ops.get(i))) {
                places.add(i);
            }
        }
        return places;
    }

    private static int any(List<Integer> places, Random random) {
        return places.isEmpty() ? -1 : places.get(random.nextInt(places.size()));
    }

    private static int anyFinal(List<Op> ops, Random random, int size) {
        return any(places(ops, op -> op.extras().flag(Extras.FINAL) && polledOf(op) != null
                && polledOf(op).size() >= size), random);
    }

    private static int anyPoll(List<Op> ops, Random random, int size) {
        return any(places(ops, op -> polledOf(op) != null && polledOf(op).size() >= size), random);
    }

    private static int lastFinal(List<Op> ops, int size) {
        List<Integer> places = places(ops, op -> op.extras().flag(Extras.FINAL) && polledOf(op) != null
                && polledOf(op).size() >= size);
        return places.isEmpty() ? -1 : places.get(places.size() - 1);
    }

    private static boolean sends(Op op, long value) {
        return ((OpValue.Mops) op.value()).steps().stream().anyMatch(step -> ((Mop.Send) step).value() == value);
    }

    private static boolean acked(List<Op> ops, long value) {
        return ops.stream().anyMatch(op -> op.type() == OpType.OK && op.f().equals(F.SEND) && sends(op, value)
                && op.extras().number(Extras.ATTEMPTS, 1) == 1);
    }

    private static Op invocation(List<Op> ops, int completion) {
        int at = completion - 1;
        while (ops.get(at).process() != ops.get(completion).process()) {
            at--;
        }
        return ops.get(at);
    }

    private static List<Op> with(List<Op> ops, int at, OpValue value, Extras extras) {
        List<Op> changed = new ArrayList<>(ops);
        Op op = ops.get(at);
        changed.set(at, new Op(op.index(), op.timeNanos(), op.process(), op.type(), op.f(), value, extras));
        return changed;
    }

    private static List<Op> change(List<Op> ops, int at, UnaryOperator<Polled> how,
                                   LongPredicate telling) {
        Polled polled = polledOf(ops.get(at));
        if (!telling.test(polled.values()[0])) {
            return null;
        }
        Polled copy = how.apply(new Polled(polled.key(), polled.offsets().clone(), polled.values().clone()));
        return with(ops, at, OpValue.mops(new Mop.Poll(List.of(copy))), ops.get(at).extras());
    }

    private static List<Op> replace(List<Op> ops, int at, Polled polled, long next) {
        long position = (Long) ((List<?>) ((Map<?, ?>) ops.get(at).extras().get(Extras.POSITIONS))
                .get((long) polled.key())).get(0);
        return with(ops, at, OpValue.mops(new Mop.Poll(polled.size() == 0 ? List.of() : List.of(polled))),
                ops.get(at).extras().with(Extras.POSITIONS, Map.of(polled.key(), List.of(position, next))));
    }

    private static List<Op> removeEmptyFinals(List<Op> ops, int key) {
        List<Op> kept = new ArrayList<>(ops);
        kept.removeIf(op -> op.extras().flag(Extras.FINAL) && polledOf(op) == null
                && ((Map<?, ?>) op.extras().get(Extras.POSITIONS)).containsKey((long) key)
                && op.index() > kept.get(kept.size() - 4).index() - 4 && emptyRange(op, key));
        return kept;
    }

    private static boolean emptyRange(Op op, int key) {
        List<?> place = (List<?>) ((Map<?, ?>) op.extras().get(Extras.POSITIONS)).get((long) key);
        return place.get(0).equals(place.get(1));
    }
}
