package dev.seedlog.generator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The directory of generated sources. A file is written only if its content changed, because the compiler's
 * incremental build goes by the times of files; what is no longer generated is deleted.
 */
final class OutputDirectory {

    private final Path root;
    private final Set<Path> current = new TreeSet<>();
    private int writtenFiles;

    OutputDirectory(Path root) {
        this.root = root;
    }

    /**
     * Puts a class.
     *
     * @throws DefinitionException if another definition made a class of that name
     */
    void put(String packageName, String className, String text) {
        Path file = root.resolve(packageName.replace('.', '/')).resolve(className + ".java");
        if (!current.add(file)) {
            throw new DefinitionException(packageName + "." + className, "is defined twice");
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), bytes)) {
                return;
            }
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
            writtenFiles++;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes the files of earlier runs that this one did not put. */
    void deleteOthers() {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).filter(file -> !current.contains(file)).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many files there are. */
    int files() {
        return current.size();
    }

    /** How many of them had changed. */
    int writtenFiles() {
        return writtenFiles;
    }
}
