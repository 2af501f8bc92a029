package dev.seedlog.histories.edn;

/** A value that is good notation, and not what an operation has there. Whoever knows the line says it. */
final class BadShapeException extends RuntimeException {

    private static final long serialVersionUID = 1;

    BadShapeException(String what) {
        super(what, null, false, false);
    }
}
