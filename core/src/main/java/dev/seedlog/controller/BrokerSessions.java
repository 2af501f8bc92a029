package dev.seedlog.controller;

import dev.seedlog.machine.ReplicatedMachine;
import dev.seedlog.metadata.BrokerImage;
import dev.seedlog.metadata.ClusterImage;
import java.util.Map;
import java.util.TreeMap;

/** The sessions of all registered brokers, as far as the acting controller has heard of them. */
final class BrokerSessions {

    private final long timeoutNanos;
    private final Map<Integer, BrokerSession> sessions = new TreeMap<>();
    private boolean fencedEarly;
    private long fencedEarlyNanos;

    BrokerSessions(long timeoutNanos) {
        this.timeoutNanos = timeoutNanos;
    }

    void clear() {
        sessions.clear();
        fencedEarly = false;
    }

    /** Begins a full session for every broker: nobody watched them while there was no controller. */
    void beginAll(ClusterImage cluster, long nowNanos) {
        sessions.clear();
        for (int broker : cluster.brokers().keys()) {
            sessions.put(broker, new BrokerSession(nowNanos));
        }
    }

    /** The session of a registered broker. */
    BrokerSession of(int brokerId, long nowNanos) {
        return sessions.computeIfAbsent(brokerId, id -> new BrokerSession(nowNanos));
    }

    /** Ends a session, because the broker is another process now, or is unregistered. */
    void end(int brokerId) {
        sessions.remove(brokerId);
    }

    /** Whether an unfenced broker was heard of within the timeout, so that another with its id must be a mistake. */
    boolean isAlive(BrokerImage broker, long nowNanos) {
        BrokerSession session = sessions.get(broker.id());
        return session != null && session.isHeard() && !broker.fenced()
                && nowNanos - session.lastContactNanos() <= timeoutNanos;
    }

    /** Whether this controller has heard of a broker after a moment. */
    boolean heardSince(int brokerId, long nanos) {
        BrokerSession session = sessions.get(brokerId);
        return session != null && session.isHeard() && session.lastContactNanos() > nanos;
    }

    /** Whether no broker was fenced early within a session timeout. */
    boolean mayFenceEarly(long nowNanos) {
        return !fencedEarly || nowNanos - fencedEarlyNanos >= timeoutNanos;
    }

    /** A broker is fenced early now. */
    void fencedEarly(long nowNanos) {
        fencedEarly = true;
        fencedEarlyNanos = nowNanos;
    }

    /** The lowest offset that an active broker has read, the highest number if none is active. */
    long lowestActiveOffset(ClusterImage cluster) {
        long lowest = Long.MAX_VALUE;
        for (Map.Entry<Integer, BrokerSession> session : sessions.entrySet()) {
            BrokerImage broker = cluster.broker(session.getKey());
            if (broker != null && !broker.fenced() && !session.getValue().isShuttingDown()) {
                lowest = Math.min(lowest, session.getValue().metadataOffset());
            }
        }
        return lowest;
    }

    /** An unfenced broker that was not heard of within the timeout, or -1: the one that was heard of first. */
    int stale(ClusterImage cluster, long nowNanos) {
        int stale = -1;
        long first = Long.MAX_VALUE;
        for (Map.Entry<Integer, BrokerSession> session : sessions.entrySet()) {
            BrokerImage broker = cluster.broker(session.getKey());
            long last = session.getValue().lastContactNanos();
            if (broker != null && !broker.fenced() && nowNanos - last > timeoutNanos
                    && (stale < 0 || last < first)) {
                stale = session.getKey();
                first = last;
            }
        }
        return stale;
    }

    /** When the next unfenced broker will be stale. */
    long nextDeadlineNanos(ClusterImage cluster) {
        long deadline = ReplicatedMachine.NEVER;
        for (Map.Entry<Integer, BrokerSession> session : sessions.entrySet()) {
            BrokerImage broker = cluster.broker(session.getKey());
            if (broker != null && !broker.fenced()) {
                deadline = Math.min(deadline, session.getValue().lastContactNanos() + timeoutNanos + 1);
            }
        }
        return deadline;
    }
}
