package dev.seedlog.sim.workload;

/**
 * Whether what was asked for before may still have an effect. Who gets no answer asks again, maybe another broker: when
 * that is answered, the broker that was asked first may still be about to have the controller do it once more.
 */
final class StrayRequests {

    private final long lifetimeNanos;
    private boolean quiet;
    private long quietSinceNanos;

    /**
     * Of one client.
     *
     * @param lifetimeNanos how long after the last answer one of them may have its effect
     */
    StrayRequests(long lifetimeNanos) {
        this.lifetimeNanos = lifetimeNanos;
    }

    /** Whether all are over, given how many are waited for; to be asked again and again while no more are sent. */
    boolean over(int pending, long nowNanos) {
        if (pending > 0) {
            quiet = false;
        } else if (!quiet) {
            quiet = true;
            quietSinceNanos = nowNanos;
        }
        return quiet && nowNanos - quietSinceNanos >= lifetimeNanos;
    }
}
