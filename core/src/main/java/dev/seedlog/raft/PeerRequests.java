package dev.seedlog.raft;

import java.util.Map;
import java.util.TreeMap;

/**
 * The requests under way: at most one for each peer, with its time limit, and how long to leave a failing peer alone.
 * A change of role forgets them all, so a response that arrives was asked for in the present role.
 */
final class PeerRequests {

    private static final class Peer {
        private long correlationId = -1;
        private RaftRequest request;
        private long readyAtNanos;
    }

    /** A request that was answered. */
    record Answered(int peerId, RaftRequest request) {
    }

    private final RaftTimeouts timeouts;
    private final EffectQueue out;
    private final TreeMap<Integer, Peer> peers = new TreeMap<>();
    private long lastCorrelationId;

    PeerRequests(RaftTimeouts timeouts, EffectQueue out) {
        this.timeouts = timeouts;
        this.out = out;
    }

    /** Whether a request may be sent: none is under way, or it took too long, and no back-off is left. */
    boolean isReady(int peerId, long now) {
        Peer peer = peers.get(peerId);
        return peer == null || peer.readyAtNanos <= now;
    }

    /** When the peer may be asked next; {@code now} or earlier if at once. */
    long readyAt(int peerId, long now) {
        Peer peer = peers.get(peerId);
        return peer == null ? now : peer.readyAtNanos;
    }

    /** Whether a request to the peer was left unanswered for too long. */
    boolean hasTimedOut(int peerId, long now) {
        Peer peer = peers.get(peerId);
        return peer != null && peer.correlationId >= 0 && peer.readyAtNanos <= now;
    }

    /** Whether no request at all is under way. */
    boolean isIdle(long now) {
        return busyUntil(now) <= now;
    }

    /** When the last request under way ends or runs out of time; {@code now} if there is none. */
    long busyUntil(long now) {
        long until = now;
        for (Peer peer : peers.values()) {
            if (peer.correlationId >= 0) {
                until = Math.max(until, peer.readyAtNanos);
            }
        }
        return until;
    }

    void send(int peerId, Endpoints endpoints, RaftRequest request, long now) {
        Peer peer = peers.computeIfAbsent(peerId, id -> new Peer());
        peer.correlationId = ++lastCorrelationId;
        peer.request = request;
        peer.readyAtNanos = now + timeouts.requestNanos();
        out.add(new RaftEffect.SendRequest(peerId, endpoints, peer.correlationId, request));
    }

    /** The request that a response answers; null if nobody waits for it any more. */
    Answered answered(long correlationId) {
        for (Map.Entry<Integer, Peer> entry : peers.entrySet()) {
            Peer peer = entry.getValue();
            if (peer.correlationId == correlationId) {
                peer.correlationId = -1;
                peer.readyAtNanos = Long.MIN_VALUE;
                return new Answered(entry.getKey(), peer.request);
            }
        }
        return null;
    }

    /** Leaves a peer alone for a while. */
    void backOff(int peerId, long now) {
        Peer peer = peers.computeIfAbsent(peerId, id -> new Peer());
        if (peer.correlationId < 0) {
            peer.readyAtNanos = now + timeouts.retryBackoffNanos();
        }
    }

    void forgetAll() {
        peers.clear();
    }
}
