package dev.seedlog.sim.mutant;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A story does not go as it is told if the bug is there that it is about. */
@EnabledIfSystemProperty(named = "seedlog.mutants", matches = "all")
class StoryMutantTest {

    @ParameterizedTest
    @EnumSource(ClusterBug.class)
    void makesItsStoryFail(ClusterBug bug) {
        String verdict = MutantWorld.with(bug.bug(), VerdictOfStory.class).apply(bug.story(), 0L);
        assertTrue(verdict.contains("ScenarioFailure"), () -> bug + " does not show: " + verdict);
    }
}
