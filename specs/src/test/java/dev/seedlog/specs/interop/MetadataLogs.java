package dev.seedlog.specs.interop;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.kafka.common.record.internal.FileRecords;
import org.apache.kafka.common.record.internal.RecordBatch;

/** What Kafka's classes say of a metadata log's segment. */
final class MetadataLogs {

    private MetadataLogs() {
    }

    /** The offset behind its last batch. */
    static long nextOffset(Path segment) throws IOException {
        long next = 0;
        try (FileRecords records = FileRecords.open(segment.toFile(), false)) {
            for (RecordBatch batch : records.batches()) {
                next = batch.nextOffset();
            }
        }
        return next;
    }
}
