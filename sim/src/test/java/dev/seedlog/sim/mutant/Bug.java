package dev.seedlog.sim.mutant;

/**
 * A bug to plant.
 *
 * @param className the class that is wrong
 * @param method the method of it that is wrong, and how many parameters it has: {@code name/parameters}
 * @param advice what is woven into it: one of {@link PlantedBugs}
 */
record Bug(String className, String method, Class<?> advice) {

    /** A bug in a class, whose name begins behind {@code dev.seedlog}. */
    static Bug in(String className, String method, Class<?> advice) {
        return new Bug("dev.seedlog." + className, method, advice);
    }
}
