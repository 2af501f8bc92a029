package dev.seedlog.metadata;

/** The cluster has finalized features that this version of the code does not have, so the node must not go on. */
public final class UnsupportedFeatureException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With a message that names the features and levels. */
    public UnsupportedFeatureException(String message) {
        super(message);
    }
}
