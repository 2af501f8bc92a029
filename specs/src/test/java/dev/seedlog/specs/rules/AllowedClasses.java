package dev.seedlog.specs.rules;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

/** The list in allowed-classes.txt: what deterministic code may use of the JDK and of libraries. */
final class AllowedClasses {

    private final Set<String> entries;

    private AllowedClasses(Set<String> entries) {
        this.entries = entries;
    }

    static AllowedClasses read(Path file) {
        try {
            return new AllowedClasses(Files.readAllLines(file).stream().map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .collect(Collectors.toUnmodifiableSet()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a class, or the class that it is nested in, is listed, or its package is. */
    boolean contains(JavaClass type) {
        JavaClass component = type.getBaseComponentType();
        String name = component.getName();
        String outermost = name.indexOf('$') < 0 ? name : name.substring(0, name.indexOf('$'));
        return component.isPrimitive() || entries.contains(outermost)
                || entries.contains(component.getPackageName() + ".*");
    }
}
