package dev.seedlog.sim;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The ids of all rare paths of production code that a seed can force, and of all probes, as in specs/FAULTS.md. */
public final class RarePaths {

    private static final String RESOURCE = "rare-paths.txt";
    private static final String PATH = "path";
    private static final String EXPECTED = "expected";

    private final Map<String, Boolean> paths = new TreeMap<>();
    private final Map<String, Boolean> probes = new TreeMap<>();

    private RarePaths() {
    }

    /** All that this build has. */
    public static RarePaths ofThisBuild() {
        RarePaths all = new RarePaths();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                RarePaths.class.getResourceAsStream(RESOURCE), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ");
                (words[0].equals(PATH) ? all.paths : all.probes).put(words[1], words[2].equals(EXPECTED));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    /** What never happened: forced paths that were not taken, and probes that were not hit. */
    public List<String> never(Totals totals) {
        return missing(totals, false);
    }

    /** The part of {@link #never} that a large range must show. */
    public List<String> neverThoughExpected(Totals totals) {
        return missing(totals, true);
    }

    private List<String> missing(Totals totals, boolean expectedOnly) {
        List<String> missing = new ArrayList<>();
        collect(paths, totals.paths(), expectedOnly, missing);
        collect(probes, totals.probes(), expectedOnly, missing);
        return missing;
    }

    private static void collect(Map<String, Boolean> known, Map<String, Long> counted, boolean expectedOnly,
                                List<String> missing) {
        known.forEach((id, expected) -> {
            if (counted.getOrDefault(id, 0L) == 0 && (expected || !expectedOnly)) {
                missing.add(id);
            }
        });
    }
}
