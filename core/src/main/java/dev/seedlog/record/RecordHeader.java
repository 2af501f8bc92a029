package dev.seedlog.record;

import dev.seedlog.base.BufferSlice;

/**
 * A header of a record that is to be written.
 *
 * @param key the name
 * @param value the bytes, or null
 */
public record RecordHeader(String key, BufferSlice value) {
}
