package dev.seedlog.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DefinitionParserTest {

    private static final String FILE = "SampleRequest.json";

    private static String definition(String fields) {
        return """
                // A comment before all.
                { "apiKey": 7, "type": "request", "name": "SampleRequest", "listeners": ["broker"],
                  "validVersions": "1-4", // and one behind
                  "flexibleVersions": "3+", "fields": [%s] }
                """.formatted(fields);
    }

    private static MessageDefinition parse(String fields) {
        return DefinitionParser.parse(FILE, definition(fields));
    }

    private static FieldDefinition onlyField(String field) {
        return parse(field).root().fields().get(0);
    }

    private static void assertRefused(String expected, String fields) {
        DefinitionException error = assertThrows(DefinitionException.class, () -> parse(fields));
        assertTrue(error.getMessage().startsWith(FILE + ": " + expected), error.getMessage());
    }

    @Test
    void aDefinitionWithCommentsIsRead() {
        MessageDefinition message = parse("""
                { "name": "Topics", "type": "[]Topic", "versions": "2+", "nullableVersions": "3+", "fields": [
                  { "name": "Name", "type": "string", "versions": "0+" } ] }""");
        assertEquals(MessageKind.REQUEST, message.kind());
        assertEquals(7, message.apiKey());
        assertEquals(new Versions(1, 4), message.versions());
        assertEquals(new Versions(3, 4), message.flexible());
        assertEquals("topics", message.root().fields().get(0).javaName());
        assertEquals("SampleRequest.topics[]", message.struct("Topic").path());
        assertEquals(new Versions(2, 4), message.struct("Topic").possible());
    }

    @Test
    void aMessageWithoutValidVersionsIsLeftOut() {
        assertNull(DefinitionParser.parse(FILE,
                "{ \"type\": \"request\", \"name\": \"OldRequest\", \"validVersions\": \"none\" }"));
    }

    @Test
    void anUnstableVersionIsLeftOut() {
        String text = definition("").replace("\"apiKey\"", "\"latestVersionUnstable\": true, \"apiKey\"");
        assertEquals(new Versions(1, 3), DefinitionParser.parse(FILE, text).versions());
    }

    @Test
    void aCommonStructureOccursInTheVersionsOfAllThatUseIt() {
        String text = definition("""
                { "name": "First", "type": "Shared", "versions": "1" },
                { "name": "Second", "type": "[]Shared", "versions": "3+" }""")
                .replace("\"fields\": [{ \"name\": \"First\"", """
                "commonStructs": [ { "name": "Shared", "versions": "0+", "fields": [
                  { "name": "Inner", "type": "Deep", "versions": "0+", "fields": [
                    { "name": "Id", "type": "int32", "versions": "0+" } ] } ] } ],
                "fields": [{ "name": "First\"""");
        MessageDefinition message = DefinitionParser.parse(FILE, text);
        assertEquals(new Versions(1, 4), message.struct("Shared").possible());
        assertEquals(new Versions(1, 4), message.struct("Deep").possible());
    }

    @Test
    void aJsonNullIsNoDefaultButTheTextNullIs() {
        String field = "{ \"name\": \"Ids\", \"type\": \"[]int32\", \"versions\": \"0+\", \"nullableVersions\": \"0+\","
                + " \"default\": %s }";
        assertEquals("IntList.empty()", new JavaDefaults(onlyField(field.formatted("null"))).literal());
        assertEquals("null", new JavaDefaults(onlyField(field.formatted("\"null\""))).literal());
    }

    @Test
    void whatIsNotJsonIsRefused() {
        DefinitionException error = assertThrows(DefinitionException.class, () -> DefinitionParser.parse(FILE, "{ ]"));
        assertTrue(error.getMessage().startsWith(FILE + ": is not JSON"), error.getMessage());
    }

    @Test
    void errorsNameTheFileAndTheField() {
        assertRefused("SampleRequest.Id: unknown type 'int31'",
                "{ \"name\": \"Id\", \"type\": \"int31\", \"versions\": \"0+\" }");
        assertRefused("SampleRequest.Id: has no type", "{ \"name\": \"Id\", \"versions\": \"0+\" }");
        assertRefused("SampleRequest.Id: has no versions", "{ \"name\": \"Id\", \"type\": \"int32\" }");
        assertRefused("SampleRequest.Id: versions: '3-1' ends before it begins",
                "{ \"name\": \"Id\", \"type\": \"int32\", \"versions\": \"3-1\" }");
        assertRefused("SampleRequest.Id: a field of type int32 cannot be null",
                "{ \"name\": \"Id\", \"type\": \"int32\", \"versions\": \"0+\", \"nullableVersions\": \"0+\" }");
        assertRefused("SampleRequest.flags: there is no structure Flag",
                "{ \"name\": \"Flags\", \"type\": \"Flag\", \"versions\": \"0+\" }");
        assertRefused("SampleRequest.id is there twice",
                "{ \"name\": \"Id\", \"type\": \"int32\", \"versions\": \"0+\" },"
                + "{ \"name\": \"id\", \"type\": \"int32\", \"versions\": \"0+\" }");
        assertRefused("SampleRequest.Id: arrays of bool are not supported",
                "{ \"name\": \"Id\", \"type\": \"[]bool\", \"versions\": \"0+\" }");
    }

    @Test
    void aDefaultMustFitItsType() {
        String field = "{ \"name\": \"Id\", \"type\": \"%s\", \"versions\": \"0+\", \"default\": \"%s\" }";
        assertRefused("SampleRequest.Id: '300' cannot be its default", field.formatted("int8", "300"));
        assertRefused("SampleRequest.Id: '-1' cannot be its default", field.formatted("uint16", "-1"));
        assertRefused("SampleRequest.Id: 'perhaps' cannot be its default", field.formatted("bool", "perhaps"));
        assertRefused("SampleRequest.Id: is null by default, but not nullable", field.formatted("string", "null"));
        assertEquals("2147483647", new JavaDefaults(onlyField(field.formatted("int32", "0x7fffffff"))).literal());
    }

    @Test
    void tagsAreWithoutGapsAndOpenEnded() {
        String field = "{ \"name\": \"%s\", \"type\": \"int32\", \"versions\": \"3+\", \"taggedVersions\": \"%s\","
                + " \"tag\": %s }";
        assertRefused("SampleRequest: tags must be 0, 1, 2 and so on, but are [0, 2]",
                field.formatted("A", "3+", "2") + "," + field.formatted("B", "3+", "0"));
        assertRefused("SampleRequest.A: has a tag, so its taggedVersions (3-4)", field.formatted("A", "3-4", "0"));
        assertRefused("SampleRequest.A: tag '-1' is not a number from 0", field.formatted("A", "3+", "-1"));
        assertRefused("SampleRequest.A: has taggedVersions and no tag",
                "{ \"name\": \"A\", \"type\": \"int32\", \"versions\": \"3+\", \"taggedVersions\": \"3+\" }");
    }

    @Test
    void aStructureCannotContainItself() {
        String text = definition("{ \"name\": \"Node\", \"type\": \"Node\", \"versions\": \"0+\" }")
                .replace("\"apiKey\"", "\"commonStructs\": [ { \"name\": \"Node\", \"versions\": \"0+\", \"fields\": ["
                        + "{ \"name\": \"Next\", \"type\": \"Node\", \"versions\": \"0+\" } ] } ], \"apiKey\"");
        DefinitionException error = assertThrows(DefinitionException.class, () -> DefinitionParser.parse(FILE, text));
        assertTrue(error.getMessage().contains("structure Node contains itself"), error.getMessage());
    }
}
