package dev.seedlog.replica.fetch;

/** A partition in a fetch, and, if the fetch has a session, what was last told about it. */
public final class SessionPartition {

    private static final long UNTOLD = -1;

    private final FetchTarget target;
    private FetchPosition position;
    private long toldHighWatermark = UNTOLD;
    private long toldLogStartOffset = UNTOLD;

    SessionPartition(FetchTarget target, FetchPosition position) {
        this.target = target;
        this.position = position;
    }

    /** A partition of a fetch without a session. */
    public static SessionPartition once(FetchTarget target, FetchPosition position) {
        return new SessionPartition(target, position);
    }

    /** Which partition. */
    public FetchTarget target() {
        return target;
    }

    /** From where it is to be read. */
    public FetchPosition position() {
        return position;
    }

    void moveTo(FetchPosition newPosition) {
        position = newPosition;
    }

    /** Whether an incremental answer has to name this partition. */
    boolean mustTell(FetchedState state) {
        return state.alwaysTell() || state.recordsBytes() > 0 || state.errorCode() != 0
                || state.highWatermark() != toldHighWatermark || state.logStartOffset() != toldLogStartOffset;
    }

    void told(FetchedState state) {
        // After an error the next answer names the partition again, so that the client hears that it is over.
        toldHighWatermark = state.errorCode() == 0 ? state.highWatermark() : UNTOLD;
        toldLogStartOffset = state.errorCode() == 0 ? state.logStartOffset() : UNTOLD;
    }
}
