package dev.seedlog.broker.api;

import dev.seedlog.log.AbortedTransaction;
import dev.seedlog.log.CorruptFileException;
import dev.seedlog.log.EpochEnd;
import dev.seedlog.log.LogDirectoryOffline;
import dev.seedlog.log.LogRead;
import dev.seedlog.log.PartitionLog;
import dev.seedlog.replica.PartitionFollower;
import dev.seedlog.replica.PartitionLeader;
import dev.seedlog.replica.Replica;
import dev.seedlog.replica.ServedPartition;
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
                    || part.found != null && part.found.inOlderSegment() || part.hasOffsetsToTell()
                    || part.preferred != ReadReplicas.LEADER;
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
    List<ServedPartition> served() {
        List<ServedPartition> served = new ArrayList<>(parts.size());
        for (Part part : parts) {
            if (part.served != null) {
                served.add(part.served);
            }
        }
        return served;
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
        PartitionFollower follower = replica == null || !reader.mayReadFollowers() ? null : replica.follower();
        if (part.error != ErrorCode.NONE && follower == null) {
            return part;
        }
        ServedPartition served = replica.leader() == null ? follower : replica.leader();
        FetchPosition position = partition.position();
        part.error = PartitionLookup.checkEpoch(position.currentLeaderEpoch(), served.leaderEpoch());
        if (part.error == ErrorCode.NONE && reader.isFollower()) {
            part.error = replica.leader().checkFollower(reader.brokerId(), reader.brokerEpoch(),
                    position.currentLeaderEpoch() >= 0);
        }
        if (part.error == ErrorCode.NONE) {
            part.served = served;
            if (replica.leader() != null) {
                part.preferred = lookup.readReplicas().preferred(replica.leader(), reader, position.offset());
            }
            if (part.preferred == ReadReplicas.LEADER) {
                read(part, replica.leader(), position);
            }
        }
        return part;
    }

    private void read(Part part, PartitionLeader leader, FetchPosition position) {
        try {
            find(part, leader, position);
        } catch (LogDirectoryOffline | CorruptFileException e) {
            part.error = PartitionLookup.errorOf(e);
        }
    }

    private void find(Part part, PartitionLeader leader, FetchPosition position) {
        PartitionLog log = part.served.log();
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
        LogRead found = reader.isFollower() ? leader.readForFollower(position.offset(), mostBytes, minOneBatch)
                : part.served.read(position.offset(), mostBytes, minOneBatch, committedOnly);
        if (found.outOfRange()) {
            part.error = ErrorCode.OFFSET_OUT_OF_RANGE;
            return;
        }
        part.found = found;
        if (leader == null && found.sizeBytes() > 0) {
            lookup.readReplicas().servedByFollower();
        }
        if (arrival && reader.isFollower()) {
            leader.followerFetched(reader.brokerId(), reader.brokerEpoch(), position.offset(),
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
        private ServedPartition served;
        private int preferred = ReadReplicas.LEADER;
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
            return served != null && error == ErrorCode.NONE && diverging == null
                    && position.knownHighWatermark() != Long.MAX_VALUE
                    && (served.highWatermark() > position.knownHighWatermark()
                            || served.log().logStartOffset() > position.logStartOffset());
        }

        int sizeBytes() {
            return found == null ? 0 : found.sizeBytes();
        }

        FetchedState state() {
            boolean failed = error != ErrorCode.NONE;
            return new FetchedState(error.code(), sizeBytes(), failed ? -1 : served.highWatermark(),
                    failed ? -1 : served.log().logStartOffset(),
                    diverging != null || preferred != ReadReplicas.LEADER);
        }

        FetchResponse.PartitionData toData() {
            var data = FetchResponse.PartitionData.builder().partitionIndex(partition.target().partition())
                    .errorCode(error.code()).records(Payload.EMPTY).highWatermark(-1).lastStableOffset(-1)
                    .logStartOffset(-1).preferredReadReplica(preferred);
            if (error != ErrorCode.NONE) {
                return data.abortedTransactions(null).build();
            }
            data.highWatermark(served.highWatermark()).lastStableOffset(served.log().lastStableOffset())
                    .logStartOffset(served.log().logStartOffset()).abortedTransactions(abortedData());
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
