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
    private long registrationNanos;
    private long registrationIntactSince = -1;

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

    /**
     * A process is being registered, now.
     *
     * @param intactSince the epoch of the broker since which nothing was lost; -1 if something was
     */
    void registering(long nowNanos, long intactSince) {
        registrationNanos = nowNanos;
        registrationIntactSince = intactSince;
    }

    /** Begins a full session for a process that was registered, in place of the one that was there before. */
    void begin(int brokerId) {
        BrokerSession session = new BrokerSession(registrationNanos);
        session.intactSince(registrationIntactSince);
        sessions.put(brokerId, session);
    }

    /**
     * Whether the process that is registered had lost nothing since an epoch. One that registered and died before it
     * heard of it may not know the epoch that it was given; its successor may not either.
     */
    boolean isIntactSince(int brokerId, long epoch) {
        BrokerSession session = sessions.get(brokerId);
        return epoch >= 0 && session != null && session.intactSince() == epoch;
    }

    /** The session of a registered broker. */
    BrokerSession of(int brokerId, long nowNanos) {
        return sessions.computeIfAbsent(brokerId, id -> new BrokerSession(nowNanos));
    }

    /** Ends a session, because the broker is unregistered. */
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

    /**
     * A broker that others wait for and that was not heard of within the timeout, or -1: the one that was heard of
     * first. Who waits for a fenced one, which may be in sync, gives it up once.
     */
    int stale(ClusterImage cluster, long nowNanos) {
        int stale = -1;
        long first = Long.MAX_VALUE;
        for (Map.Entry<Integer, BrokerSession> session : sessions.entrySet()) {
            BrokerImage broker = cluster.broker(session.getKey());
            long last = session.getValue().lastContactNanos();
            if (isAwaited(broker, session.getValue()) && nowNanos - last > timeoutNanos
                    && (stale < 0 || last < first)) {
                stale = session.getKey();
                first = last;
            }
        }
        return stale;
    }

    private static boolean isAwaited(BrokerImage broker, BrokerSession session) {
        return broker != null && (!broker.fenced() || !session.isGivenUp());
    }

    /** When the next broker will be stale. */
    long nextDeadlineNanos(ClusterImage cluster) {
        long deadline = ReplicatedMachine.NEVER;
        for (Map.Entry<Integer, BrokerSession> session : sessions.entrySet()) {
            BrokerImage broker = cluster.broker(session.getKey());
            if (isAwaited(broker, session.getValue())) {
                deadline = Math.min(deadline, session.getValue().lastContactNanos() + timeoutNanos + 1);
            }
        }
        return deadline;
    }
}
