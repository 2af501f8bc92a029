package dev.seedlog.wire.frame;

/** A frame announces a size that is not allowed. What follows cannot be understood, so the connection must end. */
public final class FrameSizeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FrameSizeException(String message) {
        super(message);
    }
}
