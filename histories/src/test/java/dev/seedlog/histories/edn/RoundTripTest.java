package dev.seedlog.histories.edn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seedlog.histories.Breach;
import dev.seedlog.histories.Extras;
import dev.seedlog.histories.F;
import dev.seedlog.histories.HistoryRecorder;
import dev.seedlog.histories.Invocation;
import dev.seedlog.histories.KeyProfile;
import dev.seedlog.histories.Keyword;
import dev.seedlog.histories.Lane;
import dev.seedlog.histories.Mop;
import dev.seedlog.histories.Op;
import dev.seedlog.histories.OpValue;
import dev.seedlog.histories.Polled;
import dev.seedlog.histories.ProducerProfile;
import dev.seedlog.histories.Seen;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever can be recorded is read as it was, by us and by another parser. */
class RoundTripTest {

    private static final F[] CLIENT = {F.SEND, F.POLL, F.TXN, F.ASSIGN, F.SUBSCRIBE, F.DEBUG_TOPIC_PARTITIONS,
        F.LIST_OFFSETS, F.DELETE_RECORDS, F.READ, F.WRITE, F.CAS, F.ADD, F.ENQUEUE, F.DEQUEUE, F.GROUP_ASSIGN,
        F.GROUP_REVOKE, F.COMMIT, F.FETCH_COMMITTED, F.RESET_OFFSETS, F.DELETE_GROUP};

    @Property(tries = 300)
    void recordedHistoriesAreReadAsTheyWere(@ForAll long seed) throws IOException {
        List<Op> ops = new Recording(new Random(seed)).ops();
        String text = GoldenFilesTest.write(ops);
        assertEquals(ops, GoldenFilesTest.read(text));
        EdnJava.assertSame(text);
        assertEquals(ops.size(), text.lines().count());
    }

    /** Draws a history. */
    private static final class Recording {
        private final Random random;
        private final List<Op> ops = new ArrayList<>();
        /** Then there are few partitions, and each has a profile. */
        private boolean profiled;

        private Recording(Random random) {
            this.random = random;
        }

        private List<Op> ops() {
            HistoryRecorder recorder = new HistoryRecorder(ops::add, () -> random.nextInt(1000), 5);
            if (random.nextBoolean()) {
                recorder.begin(extras());
            }
            if (random.nextBoolean()) {
                profiles(recorder);
            }
            List<Lane> lanes = List.of(recorder.lane(), recorder.lane(), recorder.lane());
            for (int i = 0; i < 20; i++) {
                Lane lane = lanes.get(random.nextInt(3));
                if (random.nextInt(5) == 0) {
                    nemesis(recorder);
                } else if (lane.idle()) {
                    F f = CLIENT[random.nextInt(CLIENT.length)];
                    complete(lane.invoke(f, question(f), extras()), f);
                }
            }
            recorder.finish();
            return ops;
        }

        private void complete(Invocation invocation, F f) {
            switch (random.nextInt(4)) {
                case 0 -> invocation.fail(extras());
                case 1 -> invocation.info(extras());
                case 2 -> invocation.ok(answer(f, invocation.invoked().value()), extras());
                default -> {
                    // It stays open.
                }
            }
        }

        private void profiles(HistoryRecorder recorder) {
            for (int key : new int[] {0, 1, 2, 3, 9}) {
                recorder.nemesis(F.KEY_PROFILE, new KeyProfile(key, text(), text(), key(),
                        KeyProfile.Cleanup.values()[random.nextInt(4)], random.nextBoolean(), random.nextBoolean(),
                        random.nextBoolean()));
            }
            profiled = true;
        }

        private void nemesis(HistoryRecorder recorder) {
            switch (random.nextInt(5)) {
                case 0 -> recorder.nemesis(F.PRODUCER_PROFILE, new ProducerProfile(key(), random.nextInt(3) - 1,
                        random.nextBoolean(), random.nextBoolean()));
                case 1 -> recorder.nemesis(F.VIOLATION, new Seen("corrupt", text()));
                case 2 -> recorder.nemesis(F.BREACH, random.nextBoolean()
                        ? new Breach(key(), key(), "power-cut", number())
                        : new Breach(key(), key(), "unclean-election", number(), number(), new long[] {value(), 1}));
                case 3 -> recorder.nemesis(F.BEGAN_ANEW, new OpValue.Bounds(key(), number(), -1));
                default -> {
                    Object data = data(3);
                    recorder.nemesis(F.of("pause"), data == null ? OpValue.NIL : new OpValue.Free(data), extras());
                }
            }
        }

        private OpValue question(F f) {
            return switch (f.name()) {
                case "send" -> OpValue.mops(new Mop.Send(key(), value()), new Mop.Send(key(), value()));
                case "poll" -> OpValue.mops(Mop.Poll.UNANSWERED);
                case "txn" -> random.nextBoolean()
                        ? OpValue.mops(new Mop.Poll(null), new Mop.Send(key(), value()))
                        : OpValue.mops(new Mop.ReadList(new Keyword("x"), null), new Mop.Append(key(), value()));
                case "assign", "subscribe", "debug-topic-partitions" -> f.equals(F.DEBUG_TOPIC_PARTITIONS)
                        ? new OpValue.Free(List.of(1, 2)) : OpValue.Numbers.of(key(), key());
                case "list-offsets", "delete-records" -> new OpValue.Bounds(key(), -1, -1);
                case "read", "dequeue" -> OpValue.NIL;
                case "cas" -> new OpValue.Cas(value(), value());
                case "group-assign", "group-revoke", "delete-group" -> membership(null);
                case "commit", "reset-offsets" -> new OpValue.Offsets(text(), text(), number(), List.of(0L, 4L),
                        List.of(-1L, number()));
                case "fetch-committed" -> new OpValue.Offsets(text(), "", -1, List.of(0L, 4L), null);
                default -> OpValue.num(value());
            };
        }

        private OpValue answer(F f, OpValue question) {
            return switch (f.name()) {
                case "send", "poll", "txn" -> new OpValue.Mops(((OpValue.Mops) question).steps().stream()
                        .map(this::answer).toList());
                case "list-offsets" -> new OpValue.Bounds(key(), number(), number());
                case "read" -> random.nextBoolean() ? OpValue.num(value())
                        : new OpValue.NumberSet(List.of(5L, 3L, number() + 6));
                case "dequeue" -> OpValue.num(value());
                case "group-assign" -> membership(List.of(1L, 3L));
                case "fetch-committed" -> new OpValue.Offsets(text(), "", -1, List.of(0L), List.of(number()));
                default -> question;
            };
        }

        private Mop answer(Mop step) {
            if (step instanceof Mop.Send send) {
                return new Mop.Send(send.key(), send.value(), random.nextBoolean() ? Mop.Send.UNKNOWN : number());
            }
            if (step instanceof Mop.Poll) {
                return new Mop.Poll(random.nextBoolean() ? List.of() : List.of(new Polled(0, new long[0], new long[0]),
                        new Polled(9, new long[] {number(), -1}, new long[] {value(), value()})));
            }
            return step instanceof Mop.ReadList read ? new Mop.ReadList(read.key(), List.of(value(), value())) : step;
        }

        private OpValue membership(List<Long> keys) {
            return new OpValue.Membership(text(), text(), random.nextInt(3) - 1, keys);
        }

        private Extras extras() {
            Extras extras = Extras.NONE;
            for (int i = random.nextInt(3); i > 0; i--) {
                extras = extras.with("extra-" + i, data(2));
            }
            return extras;
        }

        private Object data(int depth) {
            return switch (random.nextInt(depth == 0 ? 6 : 9)) {
                case 0 -> null;
                case 1 -> value();
                case 2 -> text();
                case 3 -> random.nextBoolean();
                case 4 -> new Keyword("ns/name-" + random.nextInt(5));
                case 5 -> random.nextBoolean() ? (Object) random.nextDouble()
                        : BigInteger.ONE.shiftLeft(64 + random.nextInt(9));
                case 6 -> List.of(value(), text(), List.of());
                case 7 -> new LinkedHashSet<>(List.of(text(), 5, new Keyword("k")));
                default -> {
                    Map<Object, Object> map = new LinkedHashMap<>();
                    map.put(new Keyword("b"), data(depth - 1));
                    map.put("a", data(depth - 1));
                    map.put(3, List.of(1, 2));
                    yield map;
                }
            };
        }

        private String text() {
            return switch (random.nextInt(5)) {
                case 0 -> "";
                case 1 -> "quote \" backslash \\ line\nreturn\rtab\t";
                case 2 -> "gr\u00fc\u00df dich \ud83d\ude00";
                default -> "text-" + random.nextInt();
            };
        }

        private int key() {
            return !profiled && random.nextInt(4) == 0 ? random.nextInt(Integer.MAX_VALUE) : random.nextInt(4);
        }

        private long number() {
            return random.nextInt(4) == 0 ? random.nextLong() >>> 1 : random.nextInt(100);
        }

        private long value() {
            return switch (random.nextInt(5)) {
                case 0 -> Long.MIN_VALUE;
                case 1 -> Long.MAX_VALUE;
                case 2 -> -random.nextInt(1000);
                default -> random.nextInt(1000);
            };
        }
    }
}
