package dev.seedlog.broker.quorum;

import dev.seedlog.record.RecordBatch;

/** Looks at one batch after another. */
@FunctionalInterface
interface BatchVisitor {

    /** A whole batch whose checksum is right; it is valid during the call only. */
    void onBatch(RecordBatch batch);
}
