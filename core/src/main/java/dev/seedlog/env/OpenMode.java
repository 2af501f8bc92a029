package dev.seedlog.env;

/** How a file is opened. */
public enum OpenMode {
    /** For reading; it must be there. */
    READ,
    /** For reading and writing; it must be there. */
    READ_WRITE,
    /** For reading and writing; it is created, empty, if it is not there. */
    CREATE,
    /** For reading and writing; it is created, and must not be there. */
    CREATE_NEW
}
