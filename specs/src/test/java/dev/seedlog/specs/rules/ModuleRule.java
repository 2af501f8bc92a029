package dev.seedlog.specs.rules;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Which module may use which: the two worlds know core and not each other, and histories knows neither. */
final class ModuleRule extends ArchCondition<JavaClass> {

    static final List<String> MODULES = List.of("core", "net-real", "net-sim", "sim", "histories");

    private static final Map<String, Set<String>> USES = Map.of(
            "core", Set.of(),
            "net-real", Set.of("core"),
            "net-sim", Set.of("core"),
            "sim", Set.of("core", "net-sim", "net-real", "histories"),
            "histories", Set.of());

    private final Function<JavaClass, Optional<String>> moduleOf;

    /** A rule for classes whose module {@code moduleOf} tells; empty for what is not ours. */
    ModuleRule(Function<JavaClass, Optional<String>> moduleOf) {
        super("use only the modules that theirs may use");
        this.moduleOf = moduleOf;
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        String module = moduleOf.apply(type).orElseThrow();
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
            String used = moduleOf.apply(dependency.getTargetClass()).orElse(module);
            if (!used.equals(module) && !USES.get(module).contains(used)) {
                events.add(SimpleConditionEvent.violated(dependency, module + " must not use " + used + ": "
                        + dependency.getDescription()));
            }
        }
    }
}
