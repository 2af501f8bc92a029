package dev.seedlog.wire;

/** A message was to be read or written in a version that its definition does not have, or that is not stable yet. */
public final class UnsupportedVersionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The range is that of the stable versions. */
    public UnsupportedVersionException(String message, short version, short lowest, short highest) {
        super(message + " has versions " + lowest + " to " + highest + ", not " + version);
    }

    /**
     * Checks that a version is one of a message's.
     *
     * @throws UnsupportedVersionException if it is not
     */
    public static void check(String message, short version, short lowest, short highest) {
        if (version < lowest || version > highest) {
            throw new UnsupportedVersionException(message, version, lowest, highest);
        }
    }
}
