package dev.seedlog.generator;

/** A definition that cannot be understood; the message names the file and, where there is one, the field. */
public final class DefinitionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** A place is a file name, with the path of the field if there is one. */
    public DefinitionException(String place, String what) {
        super(place + ": " + what);
    }

    /** As above, with what led to it. */
    public DefinitionException(String place, String what, Throwable cause) {
        super(place + ": " + what, cause);
    }
}
