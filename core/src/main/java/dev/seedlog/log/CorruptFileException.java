package dev.seedlog.log;

/** A file does not hold what its format allows, and cannot be made again from others. The message names it. */
public final class CorruptFileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String path;

    /** What is wrong with the file. */
    public CorruptFileException(String path, String problem) {
        super(path + " is corrupt: " + problem);
        this.path = path;
    }

    /** The file. */
    public String path() {
        return path;
    }
}
