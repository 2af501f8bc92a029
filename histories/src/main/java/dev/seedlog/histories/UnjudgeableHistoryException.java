package dev.seedlog.histories;

/** A history that keeps the rules of its form, and about which no verdict can be given all the same. */
public final class UnjudgeableHistoryException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /**
     * Why there is none.
     *
     * @param index of the entry that shows it
     */
    public UnjudgeableHistoryException(long index, String what) {
        super("operation " + index + ": " + what);
    }
}
