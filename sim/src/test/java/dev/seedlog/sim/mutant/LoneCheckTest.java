package dev.seedlog.sim.mutant;

import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * These checks are needed: there is a run of a bug in which nothing else is found; or, where something else always is,
 * one in which they are among what finds it.
 */
@EnabledIfSystemProperty(named = "seedlog.mutants", matches = "all")
class LoneCheckTest {

    private static final int MOST_SEEDS = 200;

    @ParameterizedTest
    @EnumSource(CheckBug.class)
    void thisCheckAloneFindsItsBug(CheckBug bug) {
        BiFunction<String, Long, String> world = MutantWorld.with(bug.bug());
        Found found = Found.first(seed -> only(bug.check(), world.apply(bug.faults(), seed)), 1, MOST_SEEDS);
        assertNotEquals("", found.verdict(), "in each run something else than " + bug.check() + " finds " + bug
                + ", or nothing does");
    }

    @ParameterizedTest
    @EnumSource(CompanyBug.class)
    void thisCheckIsAmongThoseThatFindItsBug(CompanyBug bug) {
        BiFunction<String, Long, String> world = MutantWorld.with(bug.bug());
        Found found = Found.first(seed -> among(bug.check(), world.apply(bug.faults(), seed)), 1, MOST_SEEDS);
        assertNotEquals("", found.verdict(), "in no run " + bug.check() + " finds " + bug);
    }

    /** The verdict, if it is about this too. */
    private static String among(String check, String verdict) {
        List<String> kinds = List.of(verdict.substring(verdict.indexOf(':') + 1).trim().split(", "));
        return kinds.contains(check) ? verdict : "";
    }

    /** The verdict, if it is about nothing else. */
    private static String only(String check, String verdict) {
        return verdict.endsWith(": " + check) ? verdict : "";
    }
}
