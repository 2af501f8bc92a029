package dev.seedlog.histories.edn;

import dev.seedlog.histories.Extras;
import dev.seedlog.histories.F;
import dev.seedlog.histories.Keyword;
import dev.seedlog.histories.Op;
import dev.seedlog.histories.OpType;
import dev.seedlog.histories.OpValue;
import dev.seedlog.histories.Tagged;
import java.util.Map;

/** Makes an entry of a parsed map. */
final class OpDecoder {

    private static final Keyword PROCESS = new Keyword("process");
    private static final Keyword TYPE = new Keyword("type");
    private static final Keyword FUNCTION = new Keyword("f");
    private static final Keyword VALUE = new Keyword("value");
    private static final Keyword INDEX = new Keyword("index");
    private static final Keyword TIME = new Keyword("time");
    private static final int FIELDS = 6;
    private static final String NEMESIS = "nemesis";

    private OpDecoder() {
    }

    /**
     * The entry.
     *
     * @throws BadShapeException if it is none
     */
    static Op decode(Object parsed) {
        // Some writers say of which type of theirs the map is.
        Map<?, ?> map = Shape.map(parsed instanceof Tagged tagged ? tagged.value() : parsed, "an operation");
        int process = process(field(map, PROCESS));
        String word = Shape.keyword(field(map, TYPE), ":type");
        OpType type = OpType.ofWord(word);
        if (type == null) {
            throw new BadShapeException("the :type :" + word + " is unknown");
        }
        F f = F.of(Shape.keyword(field(map, FUNCTION), ":f"));
        long index = Shape.notNegative(field(map, INDEX), ":index");
        long time = Shape.number(field(map, TIME), ":time");
        OpValue value = process == Op.NEMESIS ? ValueDecoder.nemesis(f, map.get(VALUE))
                : ValueDecoder.client(f, map.get(VALUE));
        return new Op(index, time, process, type, f, value, extras(map));
    }

    private static Object field(Map<?, ?> map, Keyword name) {
        Object value = map.get(name);
        if (value == null) {
            throw new BadShapeException("an operation has no " + name);
        }
        return value;
    }

    private static int process(Object value) {
        if (value instanceof Keyword name && name.name().equals(NEMESIS)) {
            return Op.NEMESIS;
        }
        if (value instanceof Keyword name) {
            throw new BadShapeException("the process " + name + " is unknown");
        }
        return Shape.key(value, ":process");
    }

    private static Extras extras(Map<?, ?> map) {
        Extras extras = Extras.NONE;
        if (map.size() == FIELDS && map.containsKey(VALUE)) {
            return extras;
        }
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            Object key = entry.getKey();
            if (!(key instanceof Keyword name)) {
                throw new BadShapeException("an operation has the key " + Shape.text(key) + ", which is no keyword");
            }
            switch (name.name()) {
                case "process", "type", "f", "value", "index", "time" -> {
                    // These are fields.
                }
                default -> extras = extras.with(name.name(), entry.getValue());
            }
        }
        return extras;
    }
}
