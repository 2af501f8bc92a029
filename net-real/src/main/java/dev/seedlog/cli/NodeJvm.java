package dev.seedlog.cli;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How the processes of a local cluster are run: by this process's Java.
 *
 * @param options of the JVM
 * @param classPath where its classes are
 */
public record NodeJvm(List<String> options, String classPath) {

    /** Copies the options. */
    public NodeJvm {
        options = List.copyOf(options);
    }

    /** With the options and the classes of this process. */
    public static NodeJvm ofThisProcess() {
        return new NodeJvm(ManagementFactory.getRuntimeMXBean().getInputArguments(),
                System.getProperty("java.class.path"));
    }

    /** What runs a class with these arguments. */
    List<String> command(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }
}
