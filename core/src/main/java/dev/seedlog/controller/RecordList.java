package dev.seedlog.controller;

import dev.seedlog.machine.RefusedException;
import dev.seedlog.metadata.MetadataRecord;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.WireMessage;
import java.util.ArrayList;
import java.util.List;

/** The records of one request, which may not be more than fit in one batch. */
final class RecordList {

    /** As in Kafka; a batch of the metadata log takes as many. */
    static final int MAX_RECORDS = 10_000;

    private final List<MetadataRecord> records = new ArrayList<>();

    void add(MetadataRecord record) {
        reserve(1);
        records.add(record);
    }

    void add(WireMessage value) {
        add(MetadataRecord.of(value));
    }

    void addAll(RecordList more) {
        reserve(more.records.size());
        records.addAll(more.records);
    }

    /** Refuses the whole request if that many more do not fit, before they are made. */
    void reserve(int more) {
        if (more > MAX_RECORDS - records.size()) {
            throw new RefusedException(ErrorCode.POLICY_VIOLATION, "The request needs more than " + MAX_RECORDS
                    + " metadata records, which is more than one operation may write.");
        }
    }

    boolean isEmpty() {
        return records.isEmpty();
    }

    List<MetadataRecord> list() {
        return records;
    }
}
