package dev.seedlog.specs.rules;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Where the project's folders are, and the compiled classes in them. */
final class Project {

    /** The root of the checkout: surefire runs the tests of a module in the module's folder. */
    static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    /** The files that define the rules. */
    static final Path RULES = ROOT.resolve("specs/rules");

    private Project() {
    }

    /** The folder of a module's compiled classes, generated ones included. */
    static Path classesOf(String module) {
        return ROOT.resolve(module).resolve("target/classes");
    }

    /** Imports the compiled classes of some modules; a module without any has no folder. */
    static JavaClasses importModules(String... modules) {
        ClassFileImporter importer = new ClassFileImporter();
        Path[] folders = Arrays.stream(modules).map(Project::classesOf).filter(Files::isDirectory)
                .toArray(Path[]::new);
        return importer.importPaths(folders);
    }

    /** The module whose folder a class was imported from; empty for classes of the JDK and of libraries. */
    static Optional<String> moduleOf(JavaClass type) {
        String uri = type.getBaseComponentType().getSource().map(source -> source.getUri().toString()).orElse("");
        return ModuleRule.MODULES.stream()
                .filter(module -> uri.startsWith("file://" + ROOT + "/" + module + "/target/classes/")
                        || uri.contains("/" + module + "/target/seedlog-" + module + "-"))
                .findFirst();
    }
}
