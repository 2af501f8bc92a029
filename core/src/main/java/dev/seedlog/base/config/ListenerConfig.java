package dev.seedlog.base.config;

import dev.seedlog.base.HostPort;

/**
 * One of a node's listeners.
 *
 * @param name in upper case
 * @param bind where it listens; an empty host means every address, port 0 any free port
 * @param advertised where others are told to connect; null if it is not advertised. An empty host stands for the
 *     machine's name and port 0 for the port that was found
 * @param protocol how its connections are protected
 * @param controller whether it serves the metadata quorum, not clients
 */
public record ListenerConfig(String name, HostPort bind, HostPort advertised, SecurityProtocol protocol,
                             boolean controller) {
}
