package dev.seedlog.replica.fetch;

import java.util.List;

/** The partitions that one fetch request reads, in order, and which of them its answer names. */
public final class FetchPlan {

    private final short errorCode;
    private final FetchSession session;
    private final boolean incremental;
    private final List<SessionPartition> partitions;

    private FetchPlan(short errorCode, FetchSession session, boolean incremental, List<SessionPartition> partitions) {
        this.errorCode = errorCode;
        this.session = session;
        this.incremental = incremental;
        this.partitions = partitions;
    }

    static FetchPlan refused(short errorCode) {
        return new FetchPlan(errorCode, null, false, List.of());
    }

    static FetchPlan withoutSession(List<SessionPartition> partitions) {
        return new FetchPlan((short) 0, null, false, partitions);
    }

    static FetchPlan first(FetchSession session) {
        return new FetchPlan((short) 0, session, false, session.inOrder());
    }

    static FetchPlan next(FetchSession session) {
        return new FetchPlan((short) 0, session, true, session.inOrder());
    }

    /** Why the whole request is refused; 0 if it is not. */
    public short errorCode() {
        return errorCode;
    }

    /** The session's id, which the answer carries; 0 if there is none. */
    public int sessionId() {
        return session == null ? 0 : session.id();
    }

    /** What to read, in order. */
    public List<SessionPartition> partitions() {
        return partitions;
    }

    /** Whether the answer names this partition, of which {@code state} is about to be told. Asked once for each. */
    public boolean tells(SessionPartition partition, FetchedState state) {
        boolean tells = !incremental || partition.mustTell(state);
        if (tells && session != null) {
            partition.told(state);
            if (state.recordsBytes() > 0) {
                session.servedLast(partition);
            }
        }
        return tells;
    }
}
