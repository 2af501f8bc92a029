package dev.seedlog.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WireGeneratorTest {

    private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000);

    @TempDir
    private Path folder;
    private Path definitions;
    private Path output;

    @BeforeEach
    void writeDefinitions() throws IOException {
        definitions = Files.createDirectory(folder.resolve("definitions"));
        output = folder.resolve("output");
        define("Ping", "request", "{ \"name\": \"Id\", \"type\": \"int32\", \"versions\": \"0+\" }");
        define("Ping", "response", "");
    }

    private void define(String name, String kind, String fields) throws IOException {
        String fullName = name + Character.toUpperCase(kind.charAt(0)) + kind.substring(1);
        Files.writeString(definitions.resolve(fullName + ".json"), """
                { "apiKey": 9, "type": "%s", "name": "%s", "validVersions": "0-1", "flexibleVersions": "1+",
                  "fields": [%s] }""".formatted(kind, fullName, fields));
    }

    private void generate() throws IOException {
        WireGenerator.main(new String[] {output.toString(), "clients=" + definitions});
    }

    private Path generated(String className) {
        return output.resolve("dev/seedlog/wire").resolve(className + ".java");
    }

    @Test
    void eachMessageGetsAClassAndEachApiALineInTheTable() throws IOException {
        generate();
        assertTrue(Files.readString(generated("message/PingRequest")).contains("public final class PingRequest"));
        assertTrue(Files.readString(generated("message/PingResponse")).contains("public final class PingResponse"));
        assertTrue(Files.readString(generated("Api")).contains("PING(9, \"Ping\", 0, 1, 1, 1,"));
    }

    @Test
    void onlyWhatChangedIsWrittenAgain() throws IOException {
        generate();
        for (String name : new String[] {"message/PingRequest", "message/PingResponse", "Api"}) {
            Files.setLastModifiedTime(generated(name), LONG_AGO);
        }
        define("Ping", "response", "{ \"name\": \"Id\", \"type\": \"int32\", \"versions\": \"0+\" }");
        generate();
        assertEquals(LONG_AGO, Files.getLastModifiedTime(generated("message/PingRequest")));
        assertEquals(LONG_AGO, Files.getLastModifiedTime(generated("Api")));
        assertTrue(Files.getLastModifiedTime(generated("message/PingResponse")).compareTo(LONG_AGO) > 0);
    }

    @Test
    void whatIsNoLongerDefinedIsDeleted() throws IOException {
        define("Pong", "response", "");
        Files.writeString(definitions.resolve("PongRequest.json"),
                Files.readString(definitions.resolve("PingRequest.json")).replace("Ping", "Pong").replace("9", "10"));
        Files.writeString(definitions.resolve("PongResponse.json"),
                Files.readString(definitions.resolve("PongResponse.json")).replace("9", "10"));
        generate();
        assertTrue(Files.exists(generated("message/PongRequest")));
        Files.delete(definitions.resolve("PongRequest.json"));
        Files.delete(definitions.resolve("PongResponse.json"));
        generate();
        assertFalse(Files.exists(generated("message/PongRequest")));
    }

    @Test
    void aRequestWithoutResponseIsRefused() throws IOException {
        Files.delete(definitions.resolve("PingResponse.json"));
        assertThrows(DefinitionException.class, this::generate);
    }

    @Test
    void anEmptyDirectoryIsRefused() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThrows(DefinitionException.class,
                () -> WireGenerator.main(new String[] {output.toString(), "raft=" + empty}));
    }

    @Test
    void aNameThatJavaCannotHaveIsRefused() throws IOException {
        define("Ping", "request", "{ \"name\": \"Class\", \"type\": \"int32\", \"versions\": \"0+\" }");
        DefinitionException error = assertThrows(DefinitionException.class, this::generate);
        assertTrue(error.getMessage().startsWith("PingRequest.class: "), error.getMessage());
    }
}
