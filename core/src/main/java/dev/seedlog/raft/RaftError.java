package dev.seedlog.raft;

/** The protocol's errors that the quorum's requests are answered with; names and codes are those of Kafka. */
public enum RaftError {
    /** An error without a name of its own: the peer contradicts what is known of this epoch. */
    UNKNOWN_SERVER_ERROR(-1),
    /** No error. */
    NONE(0),
    /** The receiver does not lead the epoch that the request names. */
    NOT_LEADER_OR_FOLLOWER(6),
    /** Nobody answered in time. */
    REQUEST_TIMED_OUT(7),
    /** The receiver is leaving, or was not reached; ask again later. */
    BROKER_NOT_AVAILABLE(8),
    /** The peer may not speak for the cluster. */
    CLUSTER_AUTHORIZATION_FAILED(31),
    /** The receiver does not know this version of the request. */
    UNSUPPORTED_VERSION(35),
    /** The request contradicts itself. */
    INVALID_REQUEST(42),
    /** The log directory that holds the metadata log is offline. */
    KAFKA_STORAGE_ERROR(56),
    /** The request's epoch is older than the receiver's. */
    FENCED_LEADER_EPOCH(74),
    /** The request's epoch is newer than the receiver's. */
    UNKNOWN_LEADER_EPOCH(75),
    /** The peers disagree on who votes. */
    INCONSISTENT_VOTER_SET(94),
    /** The receiver does not have the snapshot. */
    SNAPSHOT_NOT_FOUND(98),
    /** The position is not within the snapshot. */
    POSITION_OUT_OF_RANGE(99),
    /** The request comes from another cluster. */
    INCONSISTENT_CLUSTER_ID(104),
    /** The request was meant for another replica, or for another disk of this one (KIP-853). */
    INVALID_VOTER_KEY(125);

    private static final RaftError[] ALL = values();

    private final int code;

    RaftError(int code) {
        this.code = code;
    }

    /** The error's number in the protocol. */
    public int code() {
        return code;
    }

    /** The error of a number; one that the quorum does not know is {@link #UNKNOWN_SERVER_ERROR}. */
    public static RaftError of(int code) {
        for (RaftError error : ALL) {
            if (error.code == code) {
                return error;
            }
        }
        return UNKNOWN_SERVER_ERROR;
    }
}
