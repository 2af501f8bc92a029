package dev.seedlog.simworld;

/** What a name stands for: a file or a directory. */
abstract class Inode {

    /** Which of the disk's operations changed it last, so that none is undone that another is built upon. */
    private long lastOperation;

    long lastOperation() {
        return lastOperation;
    }

    void setLastOperation(long operation) {
        lastOperation = operation;
    }
}
