package dev.seedlog.specs.rules;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The project keeps the rules of the house. That each rule can fail is shown by {@link BrokenRulesTest}. */
class HouseRulesTest {

    private static final JavaClasses ALL = Project.importModules(ModuleRule.MODULES.toArray(String[]::new));
    private static final JavaClasses CORE = in(Set.of("core"));
    private static final JavaClasses DETERMINISTIC = in(Set.of("core", "net-sim"));

    private static JavaClasses in(Set<String> modules) {
        return ALL.that(DescribedPredicate.describe("are in " + modules,
                type -> Project.moduleOf(type).filter(modules::contains).isPresent()));
    }

    @Test
    void theClassesOfTheModulesAreFound() {
        assertTrue(CORE.contain("dev.seedlog.base.HostPort"), "core was not compiled before its rules were checked");
        assertTrue(CORE.contain("dev.seedlog.wire.message.FetchRequest"), "generated classes keep the rules as well");
        assertTrue(ALL.contain("dev.seedlog.cli.StartMain") && !CORE.contain("dev.seedlog.cli.StartMain"));
        assertTrue(ALL.stream().allMatch(type -> Project.moduleOf(type).isPresent()));
    }

    @Test
    void coreAndTheSimulatedWorldUseAllowedClassesOnly() {
        HouseRules.onlyAllowedClasses().check(DETERMINISTIC);
    }

    @Test
    void coreAndTheSimulatedWorldHaveNoMutableStatics() {
        HouseRules.noMutableStatics().check(DETERMINISTIC);
    }

    @Test
    void theLayersOfCoreUseOnlyWhatIsToTheirLeft() {
        HouseRules.layers().check(CORE);
    }

    @Test
    void nothingInCoreIsCalledFuture() {
        HouseRules.nothingCalledFuture().check(CORE);
    }

    @Test
    void modulesUseOnlyTheModulesTheyMay() {
        HouseRules.modules(Project::moduleOf).check(ALL);
    }
}
