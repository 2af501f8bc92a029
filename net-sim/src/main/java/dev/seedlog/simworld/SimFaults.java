package dev.seedlog.simworld;

import dev.seedlog.env.Faults;
import dev.seedlog.env.RandomSource;
import java.util.Map;
import java.util.TreeMap;

/**
 * Rare paths that this world forces (FoundationDB's "buggify"). The seed draws for each id whether the path exists in
 * this world at all, and how often it is then taken: paths that are taken together everywhere would hide each other.
 */
public final class SimFaults implements Faults {

    private static final int MOST_OFTEN_PERMILLE = 200;

    private final RandomSource random;
    private final int existsPermille;
    private final Map<String, Path> paths = new TreeMap<>();
    private boolean active = true;

    private static final class Path {
        private final RandomSource random;
        private int permille;
        private long taken;

        private Path(RandomSource random) {
            this.random = random;
        }
    }

    SimFaults(RandomSource random, int existsPermille) {
        this.random = random;
        this.existsPermille = existsPermille;
    }

    @Override
    public boolean at(String id) {
        Path path = path(id);
        boolean take = active && Draws.chance(path.random, path.permille);
        if (take) {
            path.taken++;
        }
        return take;
    }

    /** Has a path taken this often, in thousandths, whatever the seed drew. */
    public void force(String id, int permille) {
        path(id).permille = permille;
    }

    /** Ends all of it, for the time when a run must converge; or begins it again. */
    public void setActive(boolean active) {
        this.active = active;
    }

    /** How often each path was taken, by id; those that were only asked for have 0. */
    public Map<String, Long> taken() {
        Map<String, Long> counts = new TreeMap<>();
        paths.forEach((id, path) -> counts.put(id, path.taken));
        return counts;
    }

    private Path path(String id) {
        Path path = paths.get(id);
        if (path == null) {
            path = new Path(random.fork(id));
            path.permille = Draws.chance(path.random, existsPermille)
                    ? (int) Draws.between(path.random, 1, MOST_OFTEN_PERMILLE) : 0;
            paths.put(id, path);
        }
        return path;
    }
}
