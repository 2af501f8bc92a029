package dev.seedlog.env;

/** An address cannot be listened at: it is in use, not this machine's, or not allowed. */
public final class NetworkException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The message names the address and the reason. */
    public NetworkException(String message, Throwable cause) {
        super(message, cause);
    }
}
