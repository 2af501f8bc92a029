package dev.seedlog.group;

import dev.seedlog.wire.WireMessage;
import dev.seedlog.wire.coordinator.CoordinatorRecordType;

/**
 * A record of {@code __consumer_offsets}.
 *
 * @param type which kind of key and value it has
 * @param key what it is about
 * @param value what is so from now on; null if it is no more (a tombstone)
 */
public record GroupRecord(CoordinatorRecordType type, WireMessage key, WireMessage value) {
}
