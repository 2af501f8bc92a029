package dev.seedlog.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionsTest {

    @ParameterizedTest
    @ValueSource(strings = {"none", "0", "3", "3-7", "3+"})
    void aRangeReadsAsItIsWritten(String text) {
        assertEquals(text, Versions.parse(text).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "all", "-1", "3-", "+", "1-2-3", "99999"})
    void anythingElseIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Versions.parse(text));
    }

    @ParameterizedTest
    @CsvSource({"0+, true", "4+, version >= 4", "0-5, version <= 5", "4-5, version >= 4 && version <= 5",
        "4, version == 4", "9+, false", "none, false", "0-2, version <= 2", "2-8, true"})
    void aConditionTellsARangeApartWithinWhatIsPossible(String range, String condition) {
        assertEquals(condition, Versions.parse(range).condition(new Versions(2, 8)));
    }

    @Test
    void aSpanCoversBoth() {
        assertEquals(new Versions(1, 9), new Versions(1, 2).span(new Versions(5, 9)));
        assertEquals(new Versions(1, 2), Versions.NONE.span(new Versions(1, 2)));
    }
}
