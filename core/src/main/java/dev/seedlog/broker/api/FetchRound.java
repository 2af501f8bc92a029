package dev.seedlog.broker.api;

import dev.seedlog.log.AbortedTransaction;
import dev.seedlog.log.CorruptFileException;
import dev.seedlog.log.EpochEnd;
import dev.seedlog.log.LogDirectoryOffline;
import dev.seedlog.log.LogRead;
import dev.seedlog.log.PartitionLog;
import dev.seedlog.replica.PartitionLeader;
import dev.seedlog.replica.Replica;
import dev.seedlog.replica.fetch.FetchPlan;
import dev.seedlog.replica.fetch.FetchPosition;
import dev.seedlog.replica.fetch.FetchReader;
import dev.seedlog.replica.fetch.FetchTarget;
import dev.seedlog.replica.fetch.FetchedState;
import dev.seedlog.replica.fetch.SessionPartition;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.Payload;
import dev.seedlog.wire.message.FetchResponse;
import java.util.ArrayList;
import java.util.List;

/** One look at all the partitions of a fetch: what each has to give, within the bytes that the client wants. */
final class FetchRound {

    private static final int NO_LEADER = -1;

    private final PartitionLookup lookup;
    private final FetchReader reader;
    private final boolean arrival;
    private final List<Part> parts = new ArrayList<>();
    private long bytesLeft;
    private long bytesRead;
    private boolean worthTelling;
    private boolean cold;

    /**
     * Reads for the first time: what a follower asks for says what it has.
     *
     * @param mostBytes how many bytes of records the answer may have; the first batch is given though it is larger
     */
    static FetchRound arrival(PartitionLookup lookup, FetchReader reader, List<SessionPartition> partitions,
                              long mostBytes) {
        return new FetchRound(lookup, reader, true, partitions, mostBytes);
    }

    /** Reads again, what has waited. */
    static FetchRound again(PartitionLookup lookup, FetchReader reader, List<SessionPartition> partitions,
                            long mostBytes) {
        return new FetchRound(lookup, reader, false, partitions, mostBytes);
    }

    private FetchRound(PartitionLookup lookup, FetchReader reader, boolean arrival, List<SessionPartition> partitions,
                       long mostBytes) {
        this.lookup = lookup;
        this.reader = reader;
        this.arrival = arrival;
        this.bytesLeft = mostBytes;
        for (SessionPartition partition : partitions) {
            Part part = read(partition);
            parts.add(part);
            bytesRead += part.sizeBytes();
            bytesLeft -= part.sizeBytes();
            // A reader that lags by a segment or more gets what there is at once: that segment will not grow.
            worthTelling |= part.error != ErrorCode.NONE || part.diverging != null
                    || part.found != null && part.found.inOlderSegment() || part.hasOffsetsToTell();
        }
    }

    /** Whether the answer should not wait for more. */
    boolean enough(int minBytes) {
        return bytesRead >= minBytes || worthTelling;
    }

    /** Whether bytes that the client could have are not in memory; they are on their way. */
    boolean cold() {
        return cold;
    }

    /** The partitions that could have more later. */
    List<PartitionLeader> leaders() {
        List<PartitionLeader> leaders = new ArrayList<>(parts.size());
        for (Part part : parts) {
            if (part.leader != null) {
                leaders.add(part.leader);
            }
        }
        return leaders;
    }

    /** Lets go of what was read: it is not answered. */
    void discard() {
        for (Part part : parts) {
            if (part.found != null && part.found.region() != null) {
                part.found.region().release();
            }
        }
    }

    /** Whether there is nothing that a client would not know already. */
    boolean isEmpty() {
        return bytesRead == 0 && !worthTelling;
    }

    /** The answer. The regions that were read belong to it. */
    FetchResponse toResponse(FetchPlan plan, LeaderHints hints) {
        FetchAnswer answer = new FetchAnswer(plan.sessionId(), hints);
        for (Part part : parts) {
            if (plan.tells(part.partition, part.state())) {
                answer.add(part.partition.target(), part.toData());
            }
        }
        return answer.build();
    }

    /** What another shard is told. The regions that were read belong to it. */
    FetchLook toLook(boolean watching) {
        List<FetchedPartition> found = new ArrayList<>(parts.size());
        for (Part part : parts) {
            found.add(new FetchedPartition(part.state(), part.toData()));
        }
        return new FetchLook(found, bytesRead, cold, worthTelling, watching);
    }

    private Part read(SessionPartition partition) {
        FetchTarget target = partition.target();
        Part part = new Part(partition);
        Replica replica = lookup.find(target.topicId(), target.topic(), target.partition());
        part.error = lookup.errorOf(replica, target.topicId(), target.topic(), target.partition());
        if (part.error != ErrorCode.NONE) {
            return part;
        }
        FetchPosition position = partition.position();
        part.error = PartitionLookup.checkEpoch(position.currentLeaderEpoch(), replica.leader().leaderEpoch());
        if (part.error == ErrorCode.NONE && reader.isFollower()) {
            part.error = replica.leader().checkFollower(reader.brokerId(), reader.brokerEpoch(),
                    position.currentLeaderEpoch() >= 0);
        }
        if (part.error == ErrorCode.NONE) {
            part.leader = replica.leader();
            try {
                read(part, position);
            } catch (LogDirectoryOffline | CorruptFileException e) {
                part.error = PartitionLookup.errorOf(e);
            }
        }
        return part;
    }

    private void read(Part part, FetchPosition position) {
        PartitionLog log = part.leader.log();
        if (position.lastFetchedEpoch() >= 0) {
            EpochEnd end = log.endOffsetFor(position.lastFetchedEpoch());
            if (end.endOffset() < 0 || position.offset() < log.logStartOffset()) {
                part.error = ErrorCode.OFFSET_OUT_OF_RANGE;
                return;
            }
            if (end.epoch() < position.lastFetchedEpoch() || end.endOffset() < position.offset()) {
                part.diverging = end;
                return;
            }
        }
        boolean committedOnly = reader.committedOnly();
        int mostBytes = (int) Math.min(Math.max(0, position.mostBytes()), Math.max(0, bytesLeft));
        boolean minOneBatch = bytesRead == 0;
        if (mostBytes == 0 && !minOneBatch && !reader.isFollower()) {
            return;
        }
        LogRead found = reader.isFollower() ? part.leader.readForFollower(position.offset(), mostBytes, minOneBatch)
                : part.leader.read(position.offset(), mostBytes, minOneBatch, committedOnly);
        if (found.outOfRange()) {
            part.error = ErrorCode.OFFSET_OUT_OF_RANGE;
            return;
        }
        part.found = found;
        if (arrival && reader.isFollower()) {
            part.leader.followerFetched(reader.brokerId(), reader.brokerEpoch(), position.offset(),
                    position.logStartOffset());
        }
        cold |= found.cold();
        if (committedOnly) {
            part.aborted = found.region() == null
                    ? List.of() : log.abortedTransactions(position.offset(), log.lastStableOffset());
        }
    }

    /** What one partition has to give. */
    private static final class Part {
        private final SessionPartition partition;
        private PartitionLeader leader;
        private ErrorCode error = ErrorCode.NONE;
        private EpochEnd diverging;
        private LogRead found;
        /** Null unless the reader sees committed transactions only. */
        private List<AbortedTransaction> aborted;

        private Part(SessionPartition partition) {
            this.partition = partition;
        }

        /** Whether a follower should hear at once how much is committed, or deleted. */
        boolean hasOffsetsToTell() {
            FetchPosition position = partition.position();
            return leader != null && error == ErrorCode.NONE && diverging == null
                    && position.knownHighWatermark() != Long.MAX_VALUE
                    && (leader.highWatermark() > position.knownHighWatermark()
                            || leader.log().logStartOffset() > position.logStartOffset());
        }

        int sizeBytes() {
            return found == null ? 0 : found.sizeBytes();
        }

        FetchedState state() {
            boolean failed = error != ErrorCode.NONE;
            return new FetchedState(error.code(), sizeBytes(), failed ? -1 : leader.highWatermark(),
                    failed ? -1 : leader.log().logStartOffset(), diverging != null);
        }

        FetchResponse.PartitionData toData() {
            var data = FetchResponse.PartitionData.builder().partitionIndex(partition.target().partition())
                    .errorCode(error.code()).records(Payload.EMPTY).highWatermark(-1).lastStableOffset(-1)
                    .logStartOffset(-1).preferredReadReplica(NO_LEADER);
            if (error != ErrorCode.NONE) {
                return data.abortedTransactions(null).build();
            }
            data.highWatermark(leader.highWatermark()).lastStableOffset(leader.log().lastStableOffset())
                    .logStartOffset(leader.log().logStartOffset()).abortedTransactions(abortedData());
            if (diverging != null) {
                data.divergingEpoch(FetchResponse.EpochEndOffset.builder().epoch(diverging.epoch())
                        .endOffset(diverging.endOffset()).build());
            }
            if (found != null && found.region() != null) {
                data.records(Payload.of(found.region()));
            }
            return data.build();
        }

        private List<FetchResponse.AbortedTransaction> abortedData() {
            if (aborted == null) {
                return null;
            }
            List<FetchResponse.AbortedTransaction> data = new ArrayList<>(aborted.size());
            for (AbortedTransaction each : aborted) {
                data.add(FetchResponse.AbortedTransaction.builder().producerId(each.producerId())
                        .firstOffset(each.firstOffset()).build());
            }
            return data;
        }
    }
}
