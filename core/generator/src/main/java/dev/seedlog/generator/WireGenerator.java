package dev.seedlog.generator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Generates the classes of all messages, and the tables of APIs and record types. */
public final class WireGenerator {

    private final OutputDirectory output;
    private final Map<DefinitionSet, List<MessageDefinition>> messages = new EnumMap<>(DefinitionSet.class);

    private WireGenerator(Path output) {
        this.output = new OutputDirectory(output);
    }

    /**
     * Takes the output directory, then for each set of definitions {@code name=directory}.
     *
     * @throws DefinitionException if a definition is wrong
     * @throws IOException if a directory cannot be read or written
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 2) {
            throw new IllegalArgumentException("usage: WireGenerator OUTPUT SET=DIRECTORY...");
        }
        WireGenerator generator = new WireGenerator(Path.of(arguments[0]));
        for (int i = 1; i < arguments.length; i++) {
            String[] parts = arguments[i].split("=", 2);
            if (parts.length != 2) {
                throw new IllegalArgumentException("'" + arguments[i] + "' is not SET=DIRECTORY");
            }
            generator.load(DefinitionSet.named(parts[0]), Path.of(parts[1]));
        }
        generator.generate();
    }

    private void load(DefinitionSet set, Path directory) throws IOException {
        List<MessageDefinition> loaded = new ArrayList<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".json")).sorted().toList()) {
                MessageDefinition message =
                        DefinitionParser.parse(file.getFileName().toString(), Files.readString(file));
                if (message != null) {
                    loaded.add(message);
                }
            }
        }
        if (loaded.isEmpty()) {
            throw new DefinitionException(directory.toString(), "holds no definitions");
        }
        messages.put(set, loaded);
    }

    private void generate() {
        messages.forEach((set, loaded) -> loaded.forEach(message ->
                output.put(set.packageName(), message.name(), MessageEmitter.emit(message, set.packageName()))));
        if (messages.containsKey(DefinitionSet.CLIENTS)) {
            output.put("dev.seedlog.wire", "Api", new ApiEmitter(messages.get(DefinitionSet.CLIENTS)).emit());
        }
        if (messages.containsKey(DefinitionSet.METADATA)) {
            output.put(DefinitionSet.METADATA.packageName(), "MetadataRecordType",
                    new MetadataTypeEmitter(messages.get(DefinitionSet.METADATA)).emit());
        }
        if (messages.keySet().stream().anyMatch(DefinitionSet::isCoordinator)) {
            output.put(DefinitionSet.GROUP.packageName(), "CoordinatorRecordType",
                    new CoordinatorTypeEmitter(messages).emit());
        }
        output.deleteOthers();
    }
}
