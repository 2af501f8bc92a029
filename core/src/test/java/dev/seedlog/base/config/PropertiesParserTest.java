package dev.seedlog.base.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PropertiesParserTest {

    @Test
    void entriesKnowTheirLine() {
        String text = "# comment\n\na=1\nb : two\\\n   halves\n  c\n";
        List<ConfigEntry> entries = PropertiesParser.parse(text, "s.properties");
        assertEquals(List.of(
                new ConfigEntry("a", "1", "s.properties:3"),
                new ConfigEntry("b", "twohalves", "s.properties:4"),
                new ConfigEntry("c", "", "s.properties:6")), entries);
    }

    @Test
    void aMalformedEscapeIsRefusedWithItsLine() {
        ConfigException refused = assertThrows(ConfigException.class,
                () -> PropertiesParser.parse("a=1\nb=\\u12x", "s"));
        assertEquals("s:2: malformed \\u escape", refused.getMessage());
    }

    @Property
    void textMeansWhatJavaUtilPropertiesMakesOfIt(@ForAll("texts") String text) throws IOException {
        Properties expected = new Properties();
        expected.load(new StringReader(text));
        Map<String, String> parsed = new LinkedHashMap<>();
        PropertiesParser.parse(text, "s").forEach(entry -> parsed.put(entry.name(), entry.value()));
        // A backslash alone before the end makes an entry without a name there, which configures nothing.
        expected.remove("");
        parsed.remove("");
        assertEquals(new TreeMap<>(expected), new TreeMap<Object, Object>(parsed));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of("a", "b", "=", ":", " ", "\t", "\f", "\n", "\r", "\r\n", "\\", "\\\n", "#", "!",
                "\\u0041", "\\n", "\\t", "key=value\n").list().ofMaxSize(30)
                .map(parts -> String.join("", parts) + "\n");
    }
}
