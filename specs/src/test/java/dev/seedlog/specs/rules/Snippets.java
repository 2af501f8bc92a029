package dev.seedlog.specs.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Small sources, written and compiled in a folder of the test's own. */
final class Snippets {

    private final Path sources;
    private final Path classes;

    Snippets(Path folder) {
        this.sources = folder.resolve("src/main/java");
        this.classes = folder.resolve("classes");
    }

    /** Writes one source file; its package and name come from {@code className}. */
    Path write(String className, String source) {
        try {
            Path file = sources.resolve(className.replace('.', '/') + ".java");
            Files.createDirectories(file.getParent());
            return Files.writeString(file, source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a class from the body of one: its package and its braces are added. */
    void writeClass(String className, String body) {
        int dot = className.lastIndexOf('.');
        write(className, "package " + className.substring(0, dot) + ";\npublic class " + className.substring(dot + 1)
                + " {\n" + body + "\n}\n");
    }

    /** Snippets use no library but Agrona; with all of them, each compilation would take as long as a test. */
    private static String libraries() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.contains("agrona")).collect(Collectors.joining(File.pathSeparator));
    }

    /** Compiles all that was written, and returns the folder of the classes. */
    Path compile() {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter output = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
             Stream<Path> written = Files.walk(sources)) {
            Files.createDirectories(classes);
            List<Path> units = written.filter(file -> file.toString().endsWith(".java")).toList();
            List<String> options = List.of("-d", classes.toString(), "--release", "17", "-proc:none",
                    "-classpath", libraries());
            boolean compiled = compiler.getTask(output, files, null, options, null,
                    files.getJavaFileObjectsFromPaths(units)).call();
            assertEquals(true, compiled, output::toString);
            return classes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
