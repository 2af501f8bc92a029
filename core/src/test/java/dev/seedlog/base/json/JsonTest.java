package dev.seedlog.base.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @Test
    void anObjectKeepsTheOrderOfItsMembers() {
        String text = "{\"b\":1,\"a\":[true,false,null,\"x\"],\"c\":{},\"d\":[]}";
        assertEquals(text, JsonReader.readObject(text).toString());
    }

    @Test
    void whiteSpaceBetweenTokensIsNothing() {
        assertEquals("{\"a\":[1,-2]}", JsonReader.read(" {\t\"a\" :\r\n[ 1 , -2 ] } ").toString());
    }

    @Test
    void numbersAreWholeOrNot() {
        assertEquals(Arrays.asList(0L, -1L, Long.MAX_VALUE, 1.5, 100.0, -0.25), JsonReader.read(
                "[0,-1,9223372036854775807,1.5,1e2,-2.5E-1]"));
    }

    @Test
    void escapesAreUndone() {
        assertEquals("\"\\/\b\f\n\r\t\u20ac", JsonReader.read("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u20aC\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "[", "[1", "[1,]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}",
            "{\"a\":1 2}", "tru", "nul", "01", "-", "1.", "1e", "+1", ".5", "\"", "\"\\x\"", "\"\\u12g4\"", "\"\n\"",
            "1 1", "[1]]",
            "{\"a\":1,\"a\":2}", "9223372036854775808", "// comment", "'a'", "NaN"})
    void whatIsNotJsonIsRefused(String text) {
        assertThrows(JsonException.class, () -> JsonReader.read(text));
    }

    @Test
    void deepNestingIsRefusedBeforeItExhaustsTheStack() {
        assertThrows(JsonException.class, () -> JsonReader.read("[".repeat(100_000)));
    }

    @Test
    void aMemberOfTheWrongKindIsNamed() {
        JsonObject object = JsonReader.readObject("{\"a\":\"x\",\"b\":5000000000,\"c\":1.5,\"d\":null}");
        for (String name : List.of("a", "b", "c", "d", "e")) {
            JsonException e = assertThrows(JsonException.class, () -> object.int32(name));
            assertEquals(true, e.getMessage().contains("'" + name + "'"), e.getMessage());
        }
    }

    @Property
    void everyTextComesBack(@ForAll String text) {
        assertEquals(text, JsonReader.read(JsonWriter.write(text)));
    }

    @Property
    void noTextBringsAnythingButJsonOrItsError(@ForAll String text) {
        try {
            JsonReader.read(text);
        } catch (JsonException expected) {
            assertEquals(true, expected.getMessage().startsWith("not JSON at character"));
        }
    }
}
