package dev.seedlog.sim;

import dev.seedlog.simworld.SimWorld;
import java.util.ArrayList;
import java.util.List;

/** The faults that are going on. When one ends, it counts if it has hit something. */
final class Episodes {

    private final SimWorld world;
    private final Totals totals;
    private final List<Episode> open = new ArrayList<>();
    private FaultListener listener = FaultListener.NOBODY;

    Episodes(SimWorld world, Totals totals) {
        this.world = world;
        this.totals = totals;
    }

    /** From now on this one hears of all faults. */
    void listen(FaultListener other) {
        listener = other;
    }

    /** One fault, from its beginning to its end. */
    final class Episode {
        private final FaultKind kind;
        private final long hitsBefore;
        private final Runnable repair;
        private boolean ended;

        private Episode(FaultKind kind, Runnable repair) {
            this.kind = kind;
            this.hitsBefore = hitsOf(kind);
            this.repair = repair;
        }

        /** Whether it has hit something so far. */
        boolean hasHit() {
            return hitsOf(kind) > hitsBefore;
        }

        /** Ends it, if it has not ended. */
        void end() {
            if (!ended) {
                ended = true;
                open.remove(this);
                repair.run();
                listener.onFault(kind, FaultListener.Moment.ENDS);
                if (hasHit()) {
                    totals.hit(kind, 1);
                }
            }
        }
    }

    /** A fault has begun that lasts until it is ended. */
    Episode begin(FaultKind kind, Runnable repair) {
        Episode episode = new Episode(kind, repair);
        open.add(episode);
        listener.onFault(kind, FaultListener.Moment.BEGINS);
        return episode;
    }

    /** A fault has begun that ends after a time. */
    void begin(FaultKind kind, long nanos, Runnable repair) {
        Episode episode = begin(kind, repair);
        world.in(nanos, episode::end);
    }

    /** A fault has hit the node. */
    void happened(FaultKind kind) {
        listener.onFault(kind, FaultListener.Moment.HAPPENS);
        totals.hit(kind, 1);
    }

    /** Ends all, and counts what the world itself has done. */
    void endAll() {
        for (Episode episode : List.copyOf(open)) {
            episode.end();
        }
    }

    private long hitsOf(FaultKind kind) {
        return world.hits().count(kind.hit());
    }
}
