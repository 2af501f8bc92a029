package dev.seedlog.specs.interop;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * Whether the voters are dynamic, and whether the first node stops cleanly. Each value of each, because a pair takes
 * several starts of Kafka; all pairs with {@code -Dseedlog.test.all=true}.
 */
final class QuorumsAndEnds {

    private QuorumsAndEnds() {
    }

    static Stream<Arguments> pairs() {
        Stream<Arguments> some = Stream.of(Arguments.of(true, false), Arguments.of(false, true));
        return Boolean.getBoolean("seedlog.test.all")
                ? Stream.concat(some, Stream.of(Arguments.of(true, true), Arguments.of(false, false))) : some;
    }
}
