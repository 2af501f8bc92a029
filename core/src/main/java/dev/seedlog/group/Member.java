package dev.seedlog.group;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.machine.Reply;
import dev.seedlog.wire.message.JoinGroupResponse;
import dev.seedlog.wire.message.SyncGroupResponse;
import java.util.List;

/** A member of a classic group: what it told of itself, its assignment, and its requests that wait. */
final class Member {

    private final String id;
    private final String instanceId;
    private final ClientIdentity client;
    private int rebalanceTimeoutMs;
    private int sessionTimeoutMs;
    private List<Protocol> protocols = List.of();
    private BufferSlice assignment = BufferSlice.EMPTY;

    private Reply<JoinGroupResponse> waitingJoin;
    private Reply<SyncGroupResponse> waitingSync;
    private boolean synced;
    private boolean fresh;
    private Deadlines.Deadline session;

    Member(String id, String instanceId, ClientIdentity client) {
        this.id = id;
        this.instanceId = instanceId;
        this.client = client;
    }

    String id() {
        return id;
    }

    /** The name that outlives restarts (KIP-345); null for a dynamic member. */
    String instanceId() {
        return instanceId;
    }

    ClientIdentity client() {
        return client;
    }

    int rebalanceTimeoutMs() {
        return rebalanceTimeoutMs;
    }

    int sessionTimeoutMs() {
        return sessionTimeoutMs;
    }

    /** What it knows, most preferred first. */
    List<Protocol> protocols() {
        return protocols;
    }

    BufferSlice assignment() {
        return assignment;
    }

    void tells(int newRebalanceTimeoutMs, int newSessionTimeoutMs, List<Protocol> newProtocols) {
        rebalanceTimeoutMs = newRebalanceTimeoutMs;
        sessionTimeoutMs = newSessionTimeoutMs;
        protocols = newProtocols;
    }

    void assign(BufferSlice newAssignment) {
        assignment = newAssignment;
    }

    boolean supports(String protocol) {
        return protocols.stream().anyMatch(each -> each.name().equals(protocol));
    }

    /** Whether this is what it says of itself under a protocol that it knows. */
    boolean saidOf(String protocol, BufferSlice metadata) {
        for (Protocol each : protocols) {
            if (each.name().equals(protocol)) {
                return each.metadata().equals(metadata);
            }
        }
        return false;
    }

    /** What it says of itself under a protocol; empty if it does not know that one. */
    BufferSlice metadata(String protocol) {
        for (Protocol each : protocols) {
            if (each.name().equals(protocol)) {
                return each.metadata();
            }
        }
        return BufferSlice.EMPTY;
    }

    /** Its join waits for the generation to be formed; null if it has not joined yet. */
    Reply<JoinGroupResponse> waitingJoin() {
        return waitingJoin;
    }

    void waitForJoin(Reply<JoinGroupResponse> reply) {
        waitingJoin = reply;
    }

    /** Its sync waits for the leader's assignment; null if none does. */
    Reply<SyncGroupResponse> waitingSync() {
        return waitingSync;
    }

    void waitForSync(Reply<SyncGroupResponse> reply) {
        waitingSync = reply;
    }

    /** Whether it has asked for its assignment in this generation. */
    boolean synced() {
        return synced;
    }

    void synced(boolean hasSynced) {
        synced = hasSynced;
    }

    /** Whether it has never been in a generation: it has its id from nowhere but the join that waits. */
    boolean fresh() {
        return fresh;
    }

    void fresh(boolean isFresh) {
        fresh = isFresh;
    }

    void generationBegins() {
        synced = false;
        fresh = false;
    }

    Deadlines.Deadline session() {
        return session;
    }

    void session(Deadlines.Deadline deadline) {
        session = deadline;
    }
}
