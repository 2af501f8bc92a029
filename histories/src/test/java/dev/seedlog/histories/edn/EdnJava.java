package dev.seedlog.histories.edn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seedlog.histories.Keyword;
import dev.seedlog.histories.Tagged;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import us.bpsm.edn.Symbol;
import us.bpsm.edn.TaggedValue;
import us.bpsm.edn.parser.Parseable;
import us.bpsm.edn.parser.Parser;
import us.bpsm.edn.parser.Parsers;

/** The oracle: what another parser of the notation makes of a text. */
final class EdnJava {

    private EdnJava() {
    }

    static void assertSame(String text) throws IOException {
        assertEquals(parse(text), ours(text));
    }

    static List<Object> ours(String text) throws IOException {
        EdnParser parser = new EdnParser(new EdnInput(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))));
        List<Object> all = new ArrayList<>();
        for (Object value = parser.next(); value != EdnParser.END; value = parser.next()) {
            all.add(value);
        }
        return all;
    }

    static List<Object> parse(String text) {
        Parser parser = Parsers.newParser(Parsers.defaultConfiguration());
        Parseable parseable = Parsers.newParseable(text);
        List<Object> all = new ArrayList<>();
        for (Object value = parser.nextValue(parseable); value != Parser.END_OF_INPUT;
                value = parser.nextValue(parseable)) {
            all.add(own(value));
        }
        return all;
    }

    private static Object own(Object value) {
        if (value instanceof us.bpsm.edn.Keyword keyword) {
            return new Keyword(keyword.toString().substring(1));
        }
        if (value instanceof Symbol symbol) {
            return new Tagged("", symbol.toString());
        }
        if (value instanceof TaggedValue tagged) {
            return new Tagged(tagged.getTag().toString(), own(tagged.getValue()));
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>();
            map.forEach((key, held) -> copy.put(own(key), own(held)));
            return copy;
        }
        if (value instanceof Set<?> set) {
            Set<Object> copy = new LinkedHashSet<>();
            set.forEach(held -> copy.add(own(held)));
            return copy;
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(held -> copy.add(own(held)));
            return copy;
        }
        return value;
    }
}
