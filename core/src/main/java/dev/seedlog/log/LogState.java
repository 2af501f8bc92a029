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

    LogState(LogContext context, TopicPartition partition, String directory, LogConfig config) {
        this.context = context;
        this.partition = partition;
        this.directory = directory;
        this.config = config;
        this.snapshots = new SnapshotFiles(context.disk(), directory);
    }
}
