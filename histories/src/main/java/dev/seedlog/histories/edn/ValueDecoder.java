package dev.seedlog.histories.edn;

import dev.seedlog.histories.Breach;
import dev.seedlog.histories.F;
import dev.seedlog.histories.KeyProfile;
import dev.seedlog.histories.Mop;
import dev.seedlog.histories.OpValue;
import dev.seedlog.histories.Polled;
import dev.seedlog.histories.ProducerProfile;
import dev.seedlog.histories.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gives parsed values their types, by the function of their operation. */
final class ValueDecoder {

    private static final long NONE = -1;

    private ValueDecoder() {
    }

    /**
     * A client's value.
     *
     * @throws BadShapeException if it is not what the function has
     */
    static OpValue client(F f, Object value) {
        return switch (f.name()) {
            case "send", "poll", "txn" -> value == null ? OpValue.NIL : mops(value);
            case "assign", "subscribe" -> value == null ? OpValue.NIL
                    : new OpValue.Numbers(Shape.keys(Shape.list(value, "the value"), "a key"));
            case "crash", "debug-topic-partitions" -> free(value);
            case "list-offsets", "delete-records" -> bounds(value);
            case "read" -> value == null ? OpValue.NIL : value instanceof Set<?> set
                    ? new OpValue.NumberSet(Shape.numbers(set, "a set's element")) : num(value);
            case "write", "add", "enqueue" -> num(value);
            case "dequeue" -> value == null ? OpValue.NIL : num(value);
            case "cas" -> cas(value);
            case "group-assign", "group-revoke", "delete-group" -> membership(value);
            case "commit", "fetch-committed", "reset-offsets" -> offsets(value);
            default -> throw new BadShapeException(f.isKnown() ? "only the nemesis may say :" + f
                    : "the :f :" + f + " is unknown");
        };
    }

    /** What the nemesis says. */
    static OpValue nemesis(F f, Object value) {
        return switch (f.name()) {
            case "history-begin", "history-end" -> num(value);
            case "key-profile" -> keyProfile(value);
            case "producer-profile" -> producerProfile(value);
            case "breach" -> breach(value);
            case "began-anew" -> bounds(value);
            case "violation" -> seen(value);
            default -> free(value);
        };
    }

    private static OpValue free(Object value) {
        return value == null ? OpValue.NIL : new OpValue.Free(value);
    }

    private static OpValue num(Object value) {
        return OpValue.num(Shape.number(value, "the value"));
    }

    private static OpValue cas(Object value) {
        List<?> pair = Shape.pair(value, "the value");
        return new OpValue.Cas(Shape.number(pair.get(0), "the old value"), Shape.number(pair.get(1), "the new value"));
    }

    private static OpValue mops(Object value) {
        List<?> list = Shape.list(value, "the value");
        List<Mop> steps = new ArrayList<>(list.size());
        for (Object step : list) {
            steps.add(mop(Shape.list(step, "a micro-operation")));
        }
        return new OpValue.Mops(steps);
    }

    private static Mop mop(List<?> step) {
        if (step.isEmpty()) {
            throw new BadShapeException("a micro-operation is empty");
        }
        String name = Shape.keyword(step.get(0), "the name of a micro-operation");
        int size = name.equals("poll") ? Math.max(1, Math.min(2, step.size())) : 3;
        if (step.size() != size) {
            throw new BadShapeException("a micro-operation has " + step.size() + " elements: " + Shape.text(step));
        }
        return switch (name) {
            case "send" -> send(step);
            case "poll" -> size == 1 || step.get(1) == null ? Mop.Poll.UNANSWERED : poll(step.get(1));
            case "append" -> new Mop.Append(step.get(1), Shape.number(step.get(2), "an appended value"));
            case "r" -> new Mop.ReadList(step.get(1), step.get(2) == null ? null
                    : Shape.numbers(Shape.list(step.get(2), "a read list"), "a read value"));
            default -> throw new BadShapeException("the micro-operation :" + name + " is unknown");
        };
    }

    private static Mop send(List<?> step) {
        int key = Shape.key(step.get(1), "a key");
        if (step.get(2) instanceof Long value) {
            return new Mop.Send(key, value);
        }
        List<?> pair = Shape.pair(step.get(2), "what was sent");
        return new Mop.Send(key, Shape.number(pair.get(1), "a sent value"),
                Shape.numberOrNil(pair.get(0), Mop.Send.UNKNOWN, "an offset"));
    }

    private static Mop poll(Object answer) {
        Map<?, ?> map = Shape.map(answer, "a poll's answer");
        List<Polled> all = new ArrayList<>(map.size());
        map.forEach((key, records) -> all.add(polled(Shape.key(key, "a key"), Shape.list(records, "what is polled"))));
        return new Mop.Poll(all);
    }

    private static Polled polled(int key, List<?> records) {
        long[] offsets = new long[records.size()];
        long[] values = new long[records.size()];
        for (int i = 0; i < offsets.length; i++) {
            List<?> pair = Shape.pair(records.get(i), "a polled record");
            offsets[i] = Shape.numberOrNil(pair.get(0), Mop.Send.UNKNOWN, "an offset");
            values[i] = Shape.number(pair.get(1), "a polled value");
        }
        return new Polled(key, offsets, values);
    }

    private static OpValue bounds(Object value) {
        Map<?, ?> map = Shape.fields(value, "the value", "key", "start", "end");
        return new OpValue.Bounds(Shape.key(Shape.field(map, "key"), ":key"),
                Shape.numberOrNil(Shape.fieldOrNil(map, "start"), NONE, ":start"),
                Shape.numberOrNil(Shape.fieldOrNil(map, "end"), NONE, ":end"));
    }

    private static OpValue membership(Object value) {
        Map<?, ?> map = Shape.fields(value, "the value", "group", "member", "generation", "keys");
        Object keys = Shape.fieldOrNil(map, "keys");
        return new OpValue.Membership(Shape.string(Shape.field(map, "group"), ":group"), member(map), generation(map),
                keys == null ? null : Shape.keys(Shape.list(keys, ":keys"), "a key"));
    }

    private static String member(Map<?, ?> map) {
        Object member = Shape.fieldOrNil(map, "member");
        return member == null ? "" : Shape.string(member, ":member");
    }

    private static long generation(Map<?, ?> map) {
        return Shape.numberOrNil(Shape.fieldOrNil(map, "generation"), NONE, ":generation");
    }

    private static OpValue offsets(Object value) {
        Map<?, ?> map = Shape.fields(value, "the value", "group", "member", "generation", "keys", "offsets");
        String group = Shape.string(Shape.field(map, "group"), ":group");
        Object offsets = Shape.fieldOrNil(map, "offsets");
        if (offsets == null) {
            return new OpValue.Offsets(group, member(map), generation(map),
                    Shape.keys(Shape.list(Shape.field(map, "keys"), ":keys"), "a key"), null);
        }
        List<Long> keys = new ArrayList<>();
        List<Long> positions = new ArrayList<>();
        Shape.map(offsets, ":offsets").forEach((key, offset) -> {
            keys.add((long) Shape.key(key, "a key"));
            positions.add(Shape.numberOrNil(offset, NONE, "an offset"));
        });
        return new OpValue.Offsets(group, member(map), generation(map), keys, positions);
    }

    private static OpValue keyProfile(Object value) {
        Map<?, ?> map = Shape.fields(value, "the value", "key", "topic-id", "topic-partition", "replicas",
                "cleanup", "unclean-election?", "read-committed?", "transactional?");
        String word = Shape.string(Shape.field(map, "cleanup"), ":cleanup");
        KeyProfile.Cleanup cleanup = KeyProfile.Cleanup.ofWord(word);
        if (cleanup == null) {
            throw new BadShapeException("the :cleanup \"" + word + "\" is unknown");
        }
        return new KeyProfile(Shape.key(Shape.field(map, "key"), ":key"),
                Shape.string(Shape.field(map, "topic-id"), ":topic-id"),
                Shape.string(Shape.field(map, "topic-partition"), ":topic-partition"),
                Shape.key(Shape.field(map, "replicas"), ":replicas"), cleanup,
                Shape.flag(Shape.field(map, "unclean-election?"), ":unclean-election?"),
                Shape.flag(Shape.field(map, "read-committed?"), ":read-committed?"),
                Shape.flag(Shape.field(map, "transactional?"), ":transactional?"));
    }

    private static OpValue producerProfile(Object value) {
        Map<?, ?> map = Shape.fields(value, "the value", "producer", "acks", "idempotent?", "ordered?");
        long acks = Shape.number(Shape.field(map, "acks"), ":acks");
        if (acks < ProducerProfile.ACKS_ALL || acks > 1) {
            throw new BadShapeException(":acks is " + acks + " and should be -1, 0 or 1");
        }
        return new ProducerProfile(Shape.key(Shape.field(map, "producer"), ":producer"), (int) acks,
                Shape.flag(Shape.field(map, "idempotent?"), ":idempotent?"),
                Shape.flag(Shape.field(map, "ordered?"), ":ordered?"));
    }

    private static OpValue seen(Object value) {
        Map<?, ?> map = Shape.fields(value, "the value", "anomaly", "what");
        return new Seen(Shape.keyword(Shape.field(map, "anomaly"), ":anomaly"),
                Shape.string(Shape.field(map, "what"), ":what"));
    }

    private static OpValue breach(Object value) {
        Map<?, ?> map = Shape.fields(value, "the value", "key", "generation", "reason", "durable-end", "first-offset",
                "values");
        Object values = Shape.fieldOrNil(map, "values");
        return new Breach(Shape.key(Shape.field(map, "key"), ":key"),
                Shape.key(Shape.field(map, "generation"), ":generation"),
                Shape.keyword(Shape.field(map, "reason"), ":reason"),
                Shape.notNegative(Shape.field(map, "durable-end"), ":durable-end"),
                Shape.numberOrNil(Shape.fieldOrNil(map, "first-offset"), 0, ":first-offset"),
                values == null ? new long[0] : Shape.numbers(Shape.list(values, ":values"), "a value").stream()
                        .mapToLong(Long::longValue).toArray());
    }
}
