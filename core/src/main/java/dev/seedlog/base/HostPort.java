package dev.seedlog.base;

/**
 * An address: a host name or a literal IP address, and a TCP port.
 *
 * @param host a name or an address; IPv6 without brackets
 * @param port 0 to 65535; 0 asks a listener for any free port
 */
public record HostPort(String host, int port) {

    private static final int HIGHEST_PORT = 65_535;

    /** Checks the port's range. */
    public HostPort {
        if (port < 0 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("port " + port + " of '" + host + "' is not between 0 and 65535");
        }
    }

    /**
     * Reads {@code host:port} or {@code [ipv6]:port}.
     *
     * @throws IllegalArgumentException if the text has no port, or one out of range
     */
    public static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("'" + text + "' has no port: write HOST:PORT");
        }
        String host = text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            throw new IllegalArgumentException("'" + text + "' is ambiguous: write [IPV6]:PORT");
        }
        try {
            return new HostPort(host, Integer.parseInt(text.substring(colon + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' has no port: '" + text.substring(colon + 1)
                    + "' is not a number", e);
        }
    }

    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
