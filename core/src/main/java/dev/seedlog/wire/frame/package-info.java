/** Frames: a message behind its size in four bytes, as every connection of the protocol carries them. */
package dev.seedlog.wire.frame;
