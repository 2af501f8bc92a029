package dev.seedlog.real;

/** What a selection key belongs to. */
interface Selectable {

    /** The system reports these operations possible, or a failure, which shows when they are tried. */
    void onReady(int readyOps);

    /** The shard ends. */
    void abandon();
}
