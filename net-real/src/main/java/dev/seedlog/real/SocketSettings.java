package dev.seedlog.real;

/**
 * What is asked of the operating system for each socket.
 *
 * @param sendBufferBytes size of the kernel's send buffer, or -1 for the system's own choice
 * @param receiveBufferBytes size of the kernel's receive buffer, or -1 for the system's own choice
 * @param backlog connections that may wait to be accepted
 */
public record SocketSettings(int sendBufferBytes, int receiveBufferBytes, int backlog) {

    /** The system's own buffer sizes, which it adapts to each connection, and a backlog of 50. */
    public static final SocketSettings DEFAULT = new SocketSettings(-1, -1, 50);
}
