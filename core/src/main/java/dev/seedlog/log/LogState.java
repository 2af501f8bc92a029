package dev.seedlog.log;

/** What a log consists of; its parts work on it together. */
final class LogState {

    final LogContext context;
    final TopicPartition partition;
    final String directory;
    final SegmentList segments = new SegmentList();
    final LeaderEpochs epochs = new LeaderEpochs();
    final ProducerStates producers = new ProducerStates();
    final SnapshotFiles snapshots;
    LogConfig config;
    long logStartOffset;
    long logEndOffset;
    long highWatermark;
    /** Grows with each truncation: what a force says of an earlier one means nothing any more. */
    long truncations;
    /** The log was truncated, but its files are as before yet: they go on behind the log's end. */
    boolean cutDeferred;
    /** The compaction that is going on, or null. It relies on the segments that it reads. */
    LogCleaning cleaning;

    LogState(LogContext context, TopicPartition partition, String directory, LogConfig config) {
        this.context = context;
        this.partition = partition;
        this.directory = directory;
        this.config = config;
        this.snapshots = new SnapshotFiles(context.disk(), directory);
    }

    /** The log was cut at its end, or begins anew: a compaction of what is gone makes no sense any more. */
    void onCut() {
        if (cleaning != null && (logEndOffset < cleaning.endOffset() || logStartOffset == logEndOffset)) {
            cleaning.abandon();
        }
    }

    /** The log closes. */
    void stopCleaning() {
        if (cleaning != null) {
            cleaning.stop();
        }
    }

    /** What becomes of a batch that the producers' state does not let in. */
    AppendResult notAppended(AppendStatus status) {
        if (status == AppendStatus.DUPLICATE) {
            context.probes().hit("log.producer.duplicate");
            return producers.duplicate();
        }
        context.probes().hit("log.producer.refused");
        return AppendResult.refused(status);
    }
}
