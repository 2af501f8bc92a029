package dev.seedlog.sim.storm;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who may open connections: nodes, by their numbers from 1, and the clients, as two halves. A proxy cannot see whose
 * connection it is, but the first request says so: what a node calls itself has its number.
 *
 * @param nodes how many nodes there are
 */
record Parties(int nodes) {

    /** All parties. */
    static final int ALL = -1;
    /** One half of the clients. */
    static final int SOME_CLIENTS = 0;

    private static final int NAME_AT = 12;
    private static final Pattern NODE = Pattern.compile("(?:raft-client|node|broker)-(\\d{1,3})(?:-.*)?");

    /** The other half of the clients. */
    int otherClients() {
        return nodes + 1;
    }

    /** How many parties there are; they are numbered from 0. */
    int count() {
        return nodes + 2;
    }

    /** Whether a party is a node. */
    boolean isNode(int party) {
        return party >= 1 && party <= nodes;
    }

    /**
     * Whose connection begins with these bytes, up to the buffer's limit. A request's header has its size, API, version
     * and number, and then what its sender calls itself; who does not say is a client.
     */
    int of(ByteBuffer sent) {
        int lengthBytes = sent.limit() < NAME_AT + Short.BYTES ? 0 : sent.getShort(NAME_AT);
        if (lengthBytes <= 0 || sent.limit() < NAME_AT + Short.BYTES + lengthBytes) {
            return SOME_CLIENTS;
        }
        byte[] name = new byte[lengthBytes];
        sent.get(NAME_AT + Short.BYTES, name);
        return of(new String(name, StandardCharsets.UTF_8));
    }

    private int of(String name) {
        Matcher matcher = NODE.matcher(name);
        int number = matcher.matches() ? Integer.parseInt(matcher.group(1)) : ALL;
        if (isNode(number)) {
            return number;
        }
        return (name.hashCode() & 1) == 0 ? SOME_CLIENTS : otherClients();
    }
}
