package dev.seedlog.histories.register;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.histories.Extras;
import dev.seedlog.histories.F;
import dev.seedlog.histories.Lines;
import dev.seedlog.histories.Op;
import dev.seedlog.histories.OpType;
import dev.seedlog.histories.OpValue;
import dev.seedlog.histories.Violation;
import dev.seedlog.histories.Violations;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Registers are judged as trying all orders would judge them. */
class RegisterCheckerTest {

    private static RegisterChecker.Verdict judge(String... lines) {
        RegisterChecker checker = new RegisterChecker();
        Lines.feed(checker, lines);
        return checker.finish();
    }

    private static void valid(String... lines) {
        assertEquals(new RegisterChecker.Verdict(List.of(), List.of()), judge(lines));
    }

    private static Violation wrong(String... lines) {
        List<Violation> violations = judge(lines).violations();
        assertEquals(1, violations.size(), violations.toString());
        assertEquals("nonlinearizable", violations.get(0).anomaly());
        return violations.get(0);
    }

    @Test
    void aRegisterHoldsWhatWasWrittenLast() {
        valid("0 read nil -> nil", "0 write 1 -> 1", "1 read nil -> 1", "0 cas [1 2] -> [1 2]", "1 read nil -> 2");
        wrong("0 write 1 -> 1", "0 write 2 -> 2", "1 read nil -> 1");
        wrong("0 write 1 -> 1", "1 read nil -> nil");
        wrong("0 write 1 -> 1", "1 read nil -> 7");
        wrong("0 write 1 -> 1", "0 cas [2 3] -> [2 3]");
    }

    @Test
    void whatOverlapsMayHappenInEitherOrder() {
        String[] both = {"0 invoke write 1", "1 invoke write 2", "0 ok write 1", "1 ok write 2", "", ""};
        both[4] = "2 read nil -> 1";
        both[5] = "2 read nil -> 1";
        valid(both);
        both[4] = "2 read nil -> 2";
        both[5] = "2 read nil -> 2";
        valid(both);
        both[5] = "2 read nil -> 1";
        wrong(both);
    }

    @Test
    void whatIsUnknownMayHappenLateOrNever() {
        String[] crashed = {"0 invoke write 1", "0 info write 1", "1 read nil -> nil", "1 read nil -> 1"};
        valid(crashed);
        valid("0 invoke write 1", "0 info write 1", "1 read nil -> nil");
        wrong("0 invoke write 1", "0 info write 1", "1 read nil -> 1", "1 read nil -> nil");
        wrong("0 invoke write 1", "0 fail write 1", "1 read nil -> 1");
        wrong("1 read nil -> 1", "0 invoke write 1", "0 info write 1");
    }

    @Test
    void aValueIsReplacedOnce() {
        wrong("0 write 1 -> 1", "0 cas [1 2] -> [1 2]", "1 cas [1 3] -> [1 3]");
        valid("0 write 1 -> 1", "0 invoke cas [1 2]", "0 info cas [1 2]", "1 cas [1 3] -> [1 3]");
        wrong("0 write 1 -> 1", "0 invoke cas [1 2]", "0 info cas [1 2]", "1 cas [1 3] -> [1 3]", "2 read nil -> 2");
        wrong("0 cas [2 3] -> [2 3]", "0 cas [3 2] -> [3 2]");
    }

    @Test
    void theOperationsConcernedAreNamed() {
        assertEquals(List.of(0L, 1L, 2L, 3L, 4L, 5L),
                wrong("0 write 1 -> 1", "0 write 2 -> 2", "1 read nil -> 1").operations());
    }

    @Test
    void registersAreJudgedApart() {
        String[] two = {"0 write 1 -> 1 | :key 4", "0 write 2 -> 2 | :key 5", "1 read nil -> 1 | :key 4"};
        valid(two);
        two[1] = "0 write 2 -> 2 | :key 4";
        assertTrue(wrong(two).what().startsWith("register 4: "));
        two[1] = "0 write 2 -> 2 | :key \"other\"";
        valid(two);
    }

    @Test
    void aSearchThatTakesTooLongIsGivenUp() {
        List<Access> accesses = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            accesses.add(new Access(Access.Kind.WRITE, 0, i % 7, i, 1000 + i));
        }
        accesses.add(new Access(Access.Kind.READ, 99, 99, 500, 2000));
        Violations violations = new Violations();
        assertEquals(LinearizationSearch.Result.GIVEN_UP,
                new LinearizationSearch("", accesses, violations, 1000).judge());
        assertEquals(0, violations.total());
    }

    @Property(tries = 3000)
    void theVerdictIsThatOfTryingAllOrders(@ForAll long seed) {
        Random random = new Random(seed);
        boolean unique = random.nextBoolean();
        List<Access> accesses = draw(random, 1 + random.nextInt(6), unique);
        boolean expected = explains(accesses, new boolean[accesses.size()], null);
        Violations found = new Violations();
        assertEquals(expected ? LinearizationSearch.Result.FOUND : LinearizationSearch.Result.NONE,
                new LinearizationSearch("", accesses, found, 1_000_000).judge(), accesses.toString());
        assertEquals(expected, found.total() == 0);
        Violations other = new Violations();
        UniqueValues register = UniqueValues.of("", accesses, other);
        if (unique) {
            register.judge();
            assertEquals(expected, other.total() == 0, accesses + " " + other.kept());
        }
    }

    /** Accesses whose intervals overlap at random, and whose values fit now and then. */
    private static List<Access> draw(Random random, int count, boolean unique) {
        List<Long> times = new ArrayList<>();
        for (long i = 0; i < 2L * count; i++) {
            times.add(i);
        }
        Collections.shuffle(times, random);
        List<Access> accesses = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long begin = Math.min(times.get(2 * i), times.get(2 * i + 1));
            long end = Math.max(times.get(2 * i), times.get(2 * i + 1));
            long written = unique ? i : random.nextInt(3);
            long read = random.nextInt(unique ? count : 3);
            boolean certain = random.nextInt(4) > 0;
            accesses.add(switch (random.nextInt(certain ? 8 : 5)) {
                case 0, 1 -> new Access(Access.Kind.WRITE, 0, written, begin, certain ? end : Access.NEVER);
                case 2, 3, 4 -> new Access(Access.Kind.CAS, read, written, begin, certain ? end : Access.NEVER);
                case 5 -> new Access(Access.Kind.READ_NOTHING, 0, 0, begin, end);
                default -> new Access(Access.Kind.READ, read, read, begin, end);
            });
        }
        return accesses;
    }

    private static boolean explains(List<Access> accesses, boolean[] done, Long state) {
        long earliestReturn = Long.MAX_VALUE;
        for (int i = 0; i < done.length; i++) {
            if (!done[i]) {
                earliestReturn = Math.min(earliestReturn, accesses.get(i).returnedAt());
            }
        }
        if (earliestReturn == Long.MAX_VALUE) {
            return true;
        }
        for (int i = 0; i < done.length; i++) {
            Access access = accesses.get(i);
            if (!done[i] && access.invokedAt() < earliestReturn && allows(access, state)) {
                done[i] = true;
                boolean explained = explains(accesses, done, access.writes() ? (Long) access.written() : state);
                done[i] = false;
                if (explained) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean allows(Access access, Long state) {
        return switch (access.kind()) {
            case WRITE -> true;
            case READ_NOTHING -> state == null;
            default -> state != null && state == access.read();
        };
    }

    @Test
    void aHundredThousandCompareAndSetsAreJudgedBySearchAsWell() {
        for (int range : new int[] {5, Integer.MAX_VALUE}) {
            List<Op> ops = manyCompareAndSets(100_000, range);
            assertTrue(ops.stream().anyMatch(op -> op.type() == OpType.INFO), "nothing is unknown");
            RegisterChecker checker = new RegisterChecker();
            ops.forEach(checker::accept);
            assertEquals(new RegisterChecker.Verdict(List.of(), List.of()), checker.finish());
            RegisterChecker wrong = new RegisterChecker();
            for (Op op : ops) {
                boolean late = op.index() > ops.size() / 2 && op.type() == OpType.OK && op.f().equals(F.READ);
                wrong.accept(late ? new Op(op.index(), op.timeNanos(), op.process(), op.type(), op.f(),
                        OpValue.num(-1), op.extras()) : op);
            }
            assertFalse(wrong.finish().violations().isEmpty());
        }
        assertNotNull(UniqueValues.of("", List.of(new Access(Access.Kind.WRITE, 0, 1, 0, 1)), new Violations()));
        assertNull(UniqueValues.of("", List.of(new Access(Access.Kind.WRITE, 0, 1, 0, 1),
                new Access(Access.Kind.WRITE, 0, 1, 2, 3)), new Violations()));
    }

    /** A register under ten clients, whose operations take effect somewhere between question and answer. */
    static List<Op> manyCompareAndSets(int count, int range) {
        Random random = new Random(count);
        List<Op> ops = new ArrayList<>();
        Op[] open = new Op[10];
        Op[] answers = new Op[10];
        long state = 0;
        boolean empty = true;
        long next = 1;
        int process = 0;
        while (ops.size() < 2 * count) {
            int client = random.nextInt(open.length);
            long index = ops.size();
            if (open[client] == null) {
                int kind = empty ? 0 : random.nextInt(10);
                long value = range == Integer.MAX_VALUE ? next++ : random.nextInt(range);
                F f = kind == 0 ? F.WRITE : kind < 5 ? F.READ : F.CAS;
                OpValue asked = kind == 0 ? OpValue.num(value) : kind < 5 ? OpValue.NIL : new OpValue.Cas(state, value);
                open[client] = new Op(index, index, client + 10 * process, OpType.INVOKE, f, asked, Extras.NONE);
                ops.add(open[client]);
            } else if (answers[client] == null) {
                Op asked = open[client];
                OpType type = OpType.OK;
                OpValue value = asked.value();
                if (asked.value() instanceof OpValue.Cas cas && (empty || cas.expected() != state)) {
                    type = OpType.FAIL;
                } else if (asked.value() instanceof OpValue.Cas cas) {
                    state = cas.next();
                } else if (asked.value() instanceof OpValue.Num num) {
                    state = num.value();
                    empty = false;
                } else {
                    value = empty ? OpValue.NIL : OpValue.num(state);
                }
                boolean crashes = random.nextInt(5000) == 0;
                answers[client] = new Op(0, 0, asked.process(), crashes ? OpType.INFO : type, asked.f(),
                        crashes ? asked.value() : value, Extras.NONE);
            } else {
                Op answer = answers[client];
                ops.add(new Op(index, index, answer.process(), answer.type(), answer.f(), answer.value(), Extras.NONE));
                open[client] = null;
                answers[client] = null;
                process += answer.type() == OpType.INFO ? 1 : 0;
            }
        }
        return ops;
    }
}
