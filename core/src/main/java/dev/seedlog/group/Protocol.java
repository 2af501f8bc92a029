package dev.seedlog.group;

import dev.seedlog.base.BufferSlice;

/**
 * A way of assigning partitions that a member knows, with what it says about itself.
 *
 * @param name the assignor's name
 * @param metadata the member's own data (its subscription, say), opaque to the coordinator; owned, not a view
 */
record Protocol(String name, BufferSlice metadata) {
}
