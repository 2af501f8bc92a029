package dev.seedlog.histories;

/** Takes the entries of a history, in order. */
@FunctionalInterface
public interface OpSink {

    /** The next entry. */
    void accept(Op op);
}
