package dev.seedlog.specs.rules;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The project keeps the rules of the house. That each rule can fail is shown by {@link BrokenRulesTest}. */
class HouseRulesTest {

    private static final JavaClasses CORE = Project.importModules("core");
    private static final JavaClasses DETERMINISTIC = Project.importModules("core", "net-sim");
    private static final JavaClasses ALL = Project.importModules(ModuleRule.MODULES.toArray(String[]::new));

    @Test
    void theClassesOfCoreAreFound() {
        assertTrue(CORE.contain("dev.seedlog.base.HostPort"), "core was not compiled before its rules were checked");
        assertTrue(CORE.stream().allMatch(type -> Project.moduleOf(type).equals(Optional.of("core"))));
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
