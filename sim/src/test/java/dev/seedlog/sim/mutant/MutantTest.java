package dev.seedlog.sim.mutant;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.BiFunction;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every planted bug is found from wherever one begins, and by what it is known to do. */
@EnabledIfSystemProperty(named = "seedlog.mutants", matches = "all")
class MutantTest {

    private static final long[] RANGES = {1, 100_000, 7_000_000};

    @ParameterizedTest
    @EnumSource(Mutant.class)
    void isFoundFromWhereverOneBegins(Mutant mutant) {
        BiFunction<String, Long, String> world = MutantWorld.with(mutant.bug());
        for (long from : RANGES) {
            Found found = Found.first(seed -> world.apply(VerdictOfSeed.ALL, seed), from, mutant.mostSeeds());
            assertTrue(mutant.explains(found.verdict()), mutant + " from seed " + from + " on: " + found);
        }
    }
}
