package dev.seedlog.specs.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Optional;
import java.util.function.Function;

/** The rules on compiled classes, each in one place: the suites apply them to the project and to bad examples. */
final class HouseRules {

    private static final AllowedClasses ALLOWED =
            AllowedClasses.read(Project.RULES.resolve("allowed-classes.txt"));

    private HouseRules() {
    }

    /** Core and net-sim use the JDK and libraries by allow-list. */
    static ArchRule onlyAllowedClasses() {
        DescribedPredicate<JavaClass> allowed = DescribedPredicate.describe("are ours or in allowed-classes.txt",
                type -> type.getBaseComponentType().getName().startsWith("dev.seedlog.") || ALLOWED.contains(type));
        return classes().should().onlyDependOnClassesThat(allowed).allowEmptyShould(true)
                .because("what a simulated run does must depend on its seed alone");
    }

    /** Core's packages are layers. */
    static ArchRule layers() {
        return classes().should(new LayerRule()).allowEmptyShould(true);
    }

    /** Modules depend on each other in one direction. */
    static ArchRule modules(Function<JavaClass, Optional<String>> moduleOf) {
        return classes().should(new ModuleRule(moduleOf)).allowEmptyShould(true);
    }

    /** Nothing static changes. */
    static ArchRule noMutableStatics() {
        return fields().should(new ImmutableStaticsRule()).allowEmptyShould(true);
    }

    /** Waiting is a named object with an end, not a continuation. */
    static ArchRule nothingCalledFuture() {
        return noClasses().should().haveSimpleNameContaining("Future").allowEmptyShould(true)
                .because("waiting is a named object that says what completes it and ends with its epoch");
    }
}
