package dev.seedlog.real;

/** A part of what a connection has to send. */
abstract class SendPart {

    /** Bytes left to send. */
    abstract int remaining();

    /** It is sent or dropped: gives back what it holds. */
    abstract void free(SendArena arena);
}
