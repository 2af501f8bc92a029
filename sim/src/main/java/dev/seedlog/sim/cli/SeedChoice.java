package dev.seedlog.sim.cli;

import java.time.Duration;

/**
 * Which seeds are run.
 *
 * @param first the first one
 * @param last the last one
 * @param limit how long new ones are begun; null for until all are run
 */
record SeedChoice(long first, long last, Duration limit) {

    /** What the options say: {@code --seed}, {@code --seeds} and {@code --for}, each null if it is not given. */
    static SeedChoice of(String seed, String seeds, String duration) {
        if (seed != null && seeds != null || seed == null && seeds == null && duration == null) {
            throw new IllegalArgumentException("give either --seed N or --seeds A..B, or --for a time");
        }
        Duration limit = duration == null ? null : duration(duration);
        if (seeds != null) {
            return range(seeds, limit);
        }
        if (seed == null) {
            // Others each time, and not so many digits that nobody can type them.
            long start = Math.floorMod(System.nanoTime() * 0x9E3779B97F4A7C15L, 1_000_000_000L) * 1_000;
            return new SeedChoice(start, Long.MAX_VALUE - 1, limit);
        }
        long one = number("--seed", seed);
        return new SeedChoice(one, limit == null ? one : Long.MAX_VALUE - 1, limit);
    }

    private static SeedChoice range(String seeds, Duration limit) {
        int dots = seeds.indexOf("..");
        if (dots < 0) {
            throw new IllegalArgumentException("--seeds '" + seeds + "' is not A..B");
        }
        long from = number("--seeds", seeds.substring(0, dots));
        long to = number("--seeds", seeds.substring(dots + 2));
        if (from > to) {
            throw new IllegalArgumentException("--seeds " + seeds + " holds no seed: " + from + " is larger than "
                    + to);
        }
        if (to == Long.MAX_VALUE) {
            throw new IllegalArgumentException("--seeds " + seeds + ": the last seed there is is "
                    + (Long.MAX_VALUE - 1));
        }
        return new SeedChoice(from, to, limit);
    }

    private static long number(String option, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + ": '" + text + "' is not a number", e);
        }
    }

    private static Duration duration(String text) {
        try {
            long count = Long.parseLong(text.substring(0, Math.max(0, text.length() - 1)));
            Duration duration = switch (text.charAt(text.length() - 1)) {
                case 's' -> Duration.ofSeconds(count);
                case 'm' -> Duration.ofMinutes(count);
                case 'h' -> Duration.ofHours(count);
                default -> null;
            };
            if (duration != null && count > 0 && duration.compareTo(Duration.ofDays(365)) < 0) {
                return duration;
            }
        } catch (NumberFormatException | ArithmeticException | StringIndexOutOfBoundsException e) {
            // It is said below.
        }
        throw new IllegalArgumentException("--for '" + text + "' is not a time such as 30s, 5m or 2h");
    }

    /** Whether it is a single seed, whose totals nobody needs. */
    boolean single() {
        return first == last;
    }
}
