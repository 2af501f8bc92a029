package dev.seedlog.specs.histories;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.histories.Extras;
import dev.seedlog.histories.F;
import dev.seedlog.histories.group.GroupAnomaly;
import dev.seedlog.histories.partitionlog.Anomaly;
import dev.seedlog.histories.register.RegisterChecker;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** specs/HISTORIES.md describes every operation, every extra and every anomaly that the code knows. */
class HistoriesAreDescribedTest {

    private static final Path PAGE = Path.of("").toAbsolutePath().resolve("HISTORIES.md");

    /** The values of a class's public constants of a type. */
    private static <T> List<T> constants(Class<?> home, Class<T> type) throws IllegalAccessException {
        List<T> found = new ArrayList<>();
        for (Field field : home.getDeclaredFields()) {
            if (Modifier.isPublic(field.getModifiers()) && field.getType() == type) {
                found.add(type.cast(field.get(null)));
            }
        }
        return found;
    }

    private static List<String> missing(List<String> words) throws IOException {
        String page = Files.readString(PAGE);
        return words.stream().filter(word -> !page.contains(word)).toList();
    }

    @Test
    void everyAnomalyHasItsRow() throws Exception {
        List<String> names = new ArrayList<>(constants(Anomaly.class, String.class));
        names.addAll(constants(GroupAnomaly.class, String.class));
        names.addAll(constants(RegisterChecker.class, String.class));
        assertTrue(names.size() > 20, names.toString());
        assertEquals(List.of(), missing(names.stream().map(name -> "`" + name + "`").toList()));
    }

    @Test
    void everyOperationAndEveryExtraIsNamed() throws Exception {
        List<String> words = new ArrayList<>();
        constants(F.class, F.class).forEach(f -> words.add(":" + f.name()));
        constants(Extras.class, String.class).forEach(name -> words.add(":" + name));
        assertTrue(words.size() > 35, words.toString());
        assertEquals(List.of(), missing(words));
    }
}
