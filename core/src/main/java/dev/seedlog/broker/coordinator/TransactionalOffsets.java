package dev.seedlog.broker.coordinator;

import dev.seedlog.group.GroupRecord;
import dev.seedlog.record.ControlRecordType;
import dev.seedlog.record.RecordReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Offsets that a log from elsewhere has in transactions (KIP-98): they count once the transaction's marker says that it
 * was committed, in the place of the marker.
 */
final class TransactionalOffsets {

    private final LogLoad.Target target;
    private final Map<Long, List<Pending>> byProducer = new LinkedHashMap<>();

    private record Pending(GroupRecord record, long offset) {
    }

    TransactionalOffsets(LogLoad.Target target) {
        this.target = target;
    }

    void pending(long producerId, GroupRecord record, long offset) {
        byProducer.computeIfAbsent(producerId, id -> new ArrayList<>()).add(new Pending(record, offset));
    }

    /** A control record of a producer. */
    void marker(long producerId, RecordReader record) {
        ControlRecordType type = ControlRecordType.of(record);
        if (type != ControlRecordType.COMMIT && type != ControlRecordType.ABORT) {
            return;
        }
        List<Pending> ended = byProducer.remove(producerId);
        if (ended != null && type == ControlRecordType.COMMIT) {
            for (Pending pending : ended) {
                target.replay(pending.record(), pending.offset());
            }
        }
    }
}
