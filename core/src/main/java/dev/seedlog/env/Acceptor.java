package dev.seedlog.env;

/** Decides what serves a new connection. */
@FunctionalInterface
public interface Acceptor {

    /** The handler of a connection that was just accepted, or null to refuse it: it is closed at once. */
    ConnectionHandler accept(Connection connection);
}
