package dev.seedlog.broker.connection;

/**
 * What clients may take of a node.
 *
 * @param largestRequestBytes socket.request.max.bytes
 * @param mostConnections max.connections, on all listeners together
 * @param mostConnectionsPerAddress max.connections.per.ip
 * @param idleTimeoutMs connections.max.idle.ms; -1 for never
 */
public record ConnectionLimits(int largestRequestBytes, int mostConnections, int mostConnectionsPerAddress,
                               long idleTimeoutMs) {
}
