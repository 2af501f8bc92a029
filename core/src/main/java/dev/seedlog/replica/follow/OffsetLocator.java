package dev.seedlog.replica.follow;

import dev.seedlog.env.CloseReason;
import dev.seedlog.log.CorruptFileException;
import dev.seedlog.log.LogDirectoryOffline;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.WireFormatException;
import dev.seedlog.wire.WireReader;
import dev.seedlog.wire.frame.ResponseHandler;
import dev.seedlog.wire.message.ListOffsetsResponse;
import dev.seedlog.wire.message.ListOffsetsResponse.ListOffsetsPartitionResponse;

/**
 * For a partition whose end is out of its leader's range: asks where the leader's log ends. If that is before this
 * one's end, because a leader was elected uncleanly, what is behind goes; if the leader's log begins behind this one's
 * end, because it was deleted up to there, all goes.
 */
final class OffsetLocator {

    private static final long LATEST = -1;
    private static final long EARLIEST = -2;

    /** Hears what became of it. */
    interface Listener {

        /** The log was cut; it is asked for again once that is durable. */
        void onLocated(FollowedPartition partition);

        /** It is to be tried again later. */
        void onNotLocated(FollowedPartition partition, ErrorCode error);

        /** The log cannot be used. */
        void onUnusable(FollowedPartition partition, LogDirectoryOffline problem);
    }

    private final LeaderConnection connection;
    private final FollowerRequests requests;
    private final Listener listener;

    OffsetLocator(LeaderConnection connection, FollowerRequests requests, Listener listener) {
        this.connection = connection;
        this.requests = requests;
        this.listener = listener;
    }

    /** Begins. */
    void locate(FollowedPartition partition) {
        partition.become(FollowerStage.LOCATING);
        ask(partition, LATEST);
    }

    private void ask(FollowedPartition partition, long timestamp) {
        if (!connection.send(Api.LIST_OFFSETS, requests.offset(partition, timestamp), 0,
                new Answer(partition, timestamp))) {
            listener.onNotLocated(partition, ErrorCode.NETWORK_EXCEPTION);
        }
    }

    private void take(FollowedPartition partition, long timestamp, ListOffsetsPartitionResponse answer) {
        ErrorCode error = ErrorCode.forCode(answer.errorCode());
        if (error != ErrorCode.NONE) {
            listener.onNotLocated(partition, error);
            return;
        }
        long offset = answer.offset();
        long end = partition.log().logEndOffset();
        if (timestamp == LATEST && offset >= 0 && offset < end) {
            partition.cutTo(offset);
            listener.onLocated(partition);
        } else if (timestamp == LATEST) {
            ask(partition, EARLIEST);
        } else if (offset > end) {
            partition.startAnewAt(offset);
            listener.onLocated(partition);
        } else {
            // In range after all: the leader's log has moved meanwhile.
            listener.onNotLocated(partition, ErrorCode.OFFSET_OUT_OF_RANGE);
        }
    }

    /** What becomes of one question. */
    private final class Answer implements ResponseHandler {
        private final FollowedPartition partition;
        private final long timestamp;

        private Answer(FollowedPartition partition, long timestamp) {
            this.partition = partition;
            this.timestamp = timestamp;
        }

        @Override
        public void onResponse(WireReader body, short version) {
            ListOffsetsResponse response = ListOffsetsResponse.read(body, version);
            if (response.topics().size() != 1 || response.topics().get(0).partitions().size() != 1) {
                throw new WireFormatException("ListOffsets response", body.position(), "answers what was not asked");
            }
            if (partition.stage() != FollowerStage.LOCATING) {
                return;
            }
            try {
                take(partition, timestamp, response.topics().get(0).partitions().get(0));
            } catch (LogDirectoryOffline e) {
                listener.onUnusable(partition, e);
            } catch (CorruptFileException e) {
                listener.onNotLocated(partition, ErrorCode.KAFKA_STORAGE_ERROR);
            }
        }

        @Override
        public void onLost(CloseReason why) {
            if (partition.stage() == FollowerStage.LOCATING) {
                listener.onNotLocated(partition, ErrorCode.NETWORK_EXCEPTION);
            }
        }
    }
}
