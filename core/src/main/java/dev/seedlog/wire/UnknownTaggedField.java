package dev.seedlog.wire;

import dev.seedlog.base.BufferSlice;

/**
 * A tagged field (KIP-482) that the definitions do not know. Its bytes are a copy: messages that carry one may outlive
 * the buffer that they were read from.
 *
 * @param tag its number, 0 or more
 * @param data its value, without tag and size
 */
public record UnknownTaggedField(int tag, BufferSlice data) {
}
