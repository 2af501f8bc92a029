package dev.seedlog.base.config;

import dev.seedlog.base.HostPort;

/**
 * A fixed voter of the metadata quorum.
 *
 * @param id its node id
 * @param endpoint where its controller listener is
 */
public record QuorumVoter(int id, HostPort endpoint) {

    /**
     * Reads {@code id@host:port}.
     *
     * @throws ConfigException if the text has another form
     */
    static QuorumVoter parse(String text) {
        int at = text.indexOf('@');
        try {
            return new QuorumVoter(Integer.parseInt(text.substring(0, Math.max(0, at))),
                    HostPort.parse(text.substring(at + 1)));
        } catch (IllegalArgumentException e) {
            throw new ConfigException("Invalid value '" + text + "' for configuration "
                    + BrokerConfigKeys.CONTROLLER_QUORUM_VOTERS + ": each item must be ID@HOST:PORT");
        }
    }
}
