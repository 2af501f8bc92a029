package dev.seedlog.group;

import dev.seedlog.wire.message.JoinGroupRequest;
import java.util.ArrayList;
import java.util.List;

/** A JoinGroup request as its version means it. What it keeps outlives the request's buffer. */
public final class JoinCommand {

    private static final short FIRST_VERSION_WITH_REBALANCE_TIMEOUT = 1;
    private static final short FIRST_VERSION_THAT_BRINGS_ID = 4;
    private static final short FIRST_VERSION_THAT_SKIPS_ASSIGNMENT = 9;

    private final JoinGroupRequest request;
    private final short version;
    private final ClientIdentity client;
    private final List<Protocol> protocols;

    /** A request of some client. */
    public JoinCommand(JoinGroupRequest request, short version, ClientIdentity client) {
        this.request = request;
        this.version = version;
        this.client = client;
        List<Protocol> owned = new ArrayList<>(request.protocols().size());
        for (JoinGroupRequest.JoinGroupRequestProtocol each : request.protocols()) {
            owned.add(new Protocol(each.name(), ClassicGroup.owned(each.metadata())));
        }
        this.protocols = List.copyOf(owned);
    }

    String groupId() {
        return request.groupId();
    }

    String memberId() {
        return request.memberId();
    }

    String instanceId() {
        return request.groupInstanceId();
    }

    String protocolType() {
        return request.protocolType();
    }

    List<Protocol> protocols() {
        return protocols;
    }

    ClientIdentity client() {
        return client;
    }

    int sessionTimeoutMs() {
        return request.sessionTimeoutMs();
    }

    int rebalanceTimeoutMs() {
        boolean told = version >= FIRST_VERSION_WITH_REBALANCE_TIMEOUT && request.rebalanceTimeoutMs() >= 0;
        return told ? request.rebalanceTimeoutMs() : request.sessionTimeoutMs();
    }

    /** Whether a new member is given an id first and has to come again with it (KIP-394). */
    boolean mustBringId() {
        return version >= FIRST_VERSION_THAT_BRINGS_ID;
    }

    /** Whether a leader can be told that nothing needs to be assigned (KIP-814). */
    boolean canSkipAssignment() {
        return version >= FIRST_VERSION_THAT_SKIPS_ASSIGNMENT;
    }
}
