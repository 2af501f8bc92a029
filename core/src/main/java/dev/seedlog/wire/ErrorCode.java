package dev.seedlog.wire;

/** The error codes of the protocol: numbers and names are Kafka's, the texts are ours. */
public enum ErrorCode {

    /** The server failed in a way that it did not expect. */
    UNKNOWN_SERVER_ERROR(-1, false, "The server failed in a way that it did not expect."),
    /** No error. */
    NONE(0, false, "No error."),
    /** The offset lies before the partition's log start or behind its end. */
    OFFSET_OUT_OF_RANGE(1, false, "The offset lies before the partition's log start or behind its end."),
    /** The batch's checksum or size is wrong. */
    CORRUPT_MESSAGE(2, true, "The batch's checksum or size is wrong."),
    /** This broker has no such topic or partition. */
    UNKNOWN_TOPIC_OR_PARTITION(3, true, "This broker has no such topic or partition."),
    /** A fetch of that size is not allowed. */
    INVALID_FETCH_SIZE(4, false, "A fetch of that size is not allowed."),
    /** The partition has no leader at the moment. */
    LEADER_NOT_AVAILABLE(5, true, "The partition has no leader at the moment."),
    /** This broker does not lead the partition, or holds no replica of it. */
    NOT_LEADER_OR_FOLLOWER(6, true, "This broker does not lead the partition, or holds no replica of it."),
    /** The time of the request ran out. */
    REQUEST_TIMED_OUT(7, true, "The time of the request ran out."),
    /** The broker cannot be reached. */
    BROKER_NOT_AVAILABLE(8, false, "The broker cannot be reached."),
    /** The replica cannot be reached. */
    REPLICA_NOT_AVAILABLE(9, true, "The replica cannot be reached."),
    /** The batch is larger than the broker or topic allows. */
    MESSAGE_TOO_LARGE(10, false, "The batch is larger than the broker or topic allows."),
    /** Another controller has taken over. */
    STALE_CONTROLLER_EPOCH(11, false, "Another controller has taken over."),
    /** The text committed along with the offset is too long. */
    OFFSET_METADATA_TOO_LARGE(12, false, "The text committed along with the offset is too long."),
    /** The connection closed before the answer came. */
    NETWORK_EXCEPTION(13, true, "The connection closed before the answer came."),
    /** The coordinator is still reading its state. */
    COORDINATOR_LOAD_IN_PROGRESS(14, true, "The coordinator is still reading its state."),
    /** There is no coordinator at the moment. */
    COORDINATOR_NOT_AVAILABLE(15, true, "There is no coordinator at the moment."),
    /** Another broker is the coordinator. */
    NOT_COORDINATOR(16, true, "Another broker is the coordinator."),
    /** The topic's name is not allowed, or not for this operation. */
    INVALID_TOPIC_EXCEPTION(17, false, "The topic's name is not allowed, or not for this operation."),
    /** The batch is larger than a log segment. */
    RECORD_LIST_TOO_LARGE(18, false, "The batch is larger than a log segment."),
    /** Fewer replicas are in sync than min.insync.replicas asks for; nothing was written. */
    NOT_ENOUGH_REPLICAS(19, true, "Fewer replicas are in sync than min.insync.replicas asks for; nothing was written."),
    /** The records were written, but fewer replicas are in sync than min.insync.replicas asks for. */
    NOT_ENOUGH_REPLICAS_AFTER_APPEND(20, true,
            "The records were written, but fewer replicas are in sync than min.insync.replicas asks for."),
    /** acks must be -1, 0 or 1. */
    INVALID_REQUIRED_ACKS(21, false, "acks must be -1, 0 or 1."),
    /** The group has moved on to another generation. */
    ILLEGAL_GENERATION(22, false, "The group has moved on to another generation."),
    /** The member shares no protocol with the group, or names none. */
    INCONSISTENT_GROUP_PROTOCOL(23, false, "The member shares no protocol with the group, or names none."),
    /** The group id is not allowed. */
    INVALID_GROUP_ID(24, false, "The group id is not allowed."),
    /** The group has no such member. */
    UNKNOWN_MEMBER_ID(25, false, "The group has no such member."),
    /** The session timeout is outside group.min.session.timeout.ms and group.max.session.timeout.ms. */
    INVALID_SESSION_TIMEOUT(26, false,
            "The session timeout is outside group.min.session.timeout.ms and group.max.session.timeout.ms."),
    /** The group is rebalancing: join again. */
    REBALANCE_IN_PROGRESS(27, false, "The group is rebalancing: join again."),
    /** The commit is too large to be stored. */
    INVALID_COMMIT_OFFSET_SIZE(28, false, "The commit is too large to be stored."),
    /** Not authorized for the topic. */
    TOPIC_AUTHORIZATION_FAILED(29, false, "Not authorized for the topic."),
    /** Not authorized for the group. */
    GROUP_AUTHORIZATION_FAILED(30, false, "Not authorized for the group."),
    /** Not authorized for the cluster. */
    CLUSTER_AUTHORIZATION_FAILED(31, false, "Not authorized for the cluster."),
    /** A record's timestamp is outside what the topic accepts. */
    INVALID_TIMESTAMP(32, false, "A record's timestamp is outside what the topic accepts."),
    /** The broker does not offer this SASL mechanism. */
    UNSUPPORTED_SASL_MECHANISM(33, false, "The broker does not offer this SASL mechanism."),
    /** The request does not fit the state of authentication. */
    ILLEGAL_SASL_STATE(34, false, "The request does not fit the state of authentication."),
    /** This version of the request is not served. */
    UNSUPPORTED_VERSION(35, false, "This version of the request is not served."),
    /** A topic of this name exists. */
    TOPIC_ALREADY_EXISTS(36, false, "A topic of this name exists."),
    /** The number of partitions is not allowed. */
    INVALID_PARTITIONS(37, false, "The number of partitions is not allowed."),
    /** The replication factor is below 1 or above the number of usable brokers. */
    INVALID_REPLICATION_FACTOR(38, false, "The replication factor is below 1 or above the number of usable brokers."),
    /** The assignment of replicas is not allowed. */
    INVALID_REPLICA_ASSIGNMENT(39, false, "The assignment of replicas is not allowed."),
    /** A configuration value is not allowed. */
    INVALID_CONFIG(40, false, "A configuration value is not allowed."),
    /** Another node is the active controller. */
    NOT_CONTROLLER(41, true, "Another node is the active controller."),
    /** The request contradicts itself or the protocol. */
    INVALID_REQUEST(42, false, "The request contradicts itself or the protocol."),
    /** The format of the records does not support this. */
    UNSUPPORTED_FOR_MESSAGE_FORMAT(43, false, "The format of the records does not support this."),
    /** The cluster's policy forbids this. */
    POLICY_VIOLATION(44, false, "The cluster's policy forbids this."),
    /** The producer's sequence does not follow the last one written. */
    OUT_OF_ORDER_SEQUENCE_NUMBER(45, false, "The producer's sequence does not follow the last one written."),
    /** The producer's sequence was written before. */
    DUPLICATE_SEQUENCE_NUMBER(46, false, "The producer's sequence was written before."),
    /** The producer's epoch is an old one. */
    INVALID_PRODUCER_EPOCH(47, false, "The producer's epoch is an old one."),
    /** The transaction's state does not allow this. */
    INVALID_TXN_STATE(48, false, "The transaction's state does not allow this."),
    /** The producer id does not belong to the transactional id. */
    INVALID_PRODUCER_ID_MAPPING(49, false, "The producer id does not belong to the transactional id."),
    /** The transaction timeout is above transaction.max.timeout.ms. */
    INVALID_TRANSACTION_TIMEOUT(50, false, "The transaction timeout is above transaction.max.timeout.ms."),
    /** Another operation on the transaction is under way. */
    CONCURRENT_TRANSACTIONS(51, true, "Another operation on the transaction is under way."),
    /** The marker comes from a coordinator that has been replaced. */
    TRANSACTION_COORDINATOR_FENCED(52, false, "The marker comes from a coordinator that has been replaced."),
    /** Not authorized for the transactional id. */
    TRANSACTIONAL_ID_AUTHORIZATION_FAILED(53, false, "Not authorized for the transactional id."),
    /** The cluster has no authorizer. */
    SECURITY_DISABLED(54, false, "The cluster has no authorizer."),
    /** Not tried, since another part of the request failed. */
    OPERATION_NOT_ATTEMPTED(55, false, "Not tried, since another part of the request failed."),
    /** The disk that holds the log failed. */
    KAFKA_STORAGE_ERROR(56, true, "The disk that holds the log failed."),
    /** The broker has no such log directory. */
    LOG_DIR_NOT_FOUND(57, false, "The broker has no such log directory."),
    /** Authentication failed. */
    SASL_AUTHENTICATION_FAILED(58, false, "Authentication failed."),
    /** Nothing is known of the producer; its records may have been removed by retention. */
    UNKNOWN_PRODUCER_ID(59, false, "Nothing is known of the producer; its records may have been removed by retention."),
    /** The partition is being reassigned. */
    REASSIGNMENT_IN_PROGRESS(60, false, "The partition is being reassigned."),
    /** Delegation tokens are turned off. */
    DELEGATION_TOKEN_AUTH_DISABLED(61, false, "Delegation tokens are turned off."),
    /** There is no such delegation token. */
    DELEGATION_TOKEN_NOT_FOUND(62, false, "There is no such delegation token."),
    /** The principal neither owns nor may renew the delegation token. */
    DELEGATION_TOKEN_OWNER_MISMATCH(63, false, "The principal neither owns nor may renew the delegation token."),
    /** Delegation tokens are not handled on this kind of connection. */
    DELEGATION_TOKEN_REQUEST_NOT_ALLOWED(64, false, "Delegation tokens are not handled on this kind of connection."),
    /** Not authorized for the delegation token. */
    DELEGATION_TOKEN_AUTHORIZATION_FAILED(65, false, "Not authorized for the delegation token."),
    /** The delegation token has expired. */
    DELEGATION_TOKEN_EXPIRED(66, false, "The delegation token has expired."),
    /** The type of the principal is not known. */
    INVALID_PRINCIPAL_TYPE(67, false, "The type of the principal is not known."),
    /** The group has members. */
    NON_EMPTY_GROUP(68, false, "The group has members."),
    /** There is no such group. */
    GROUP_ID_NOT_FOUND(69, false, "There is no such group."),
    /** The broker has no such fetch session. */
    FETCH_SESSION_ID_NOT_FOUND(70, true, "The broker has no such fetch session."),
    /** The fetch session is at another epoch. */
    INVALID_FETCH_SESSION_EPOCH(71, true, "The fetch session is at another epoch."),
    /** The leader has no listener of the name on which the request came. */
    LISTENER_NOT_FOUND(72, true, "The leader has no listener of the name on which the request came."),
    /** Deleting topics is turned off. */
    TOPIC_DELETION_DISABLED(73, false, "Deleting topics is turned off."),
    /** The leader epoch of the request is older than the broker's. */
    FENCED_LEADER_EPOCH(74, true, "The leader epoch of the request is older than the broker's."),
    /** The leader epoch of the request is newer than the broker's. */
    UNKNOWN_LEADER_EPOCH(75, true, "The leader epoch of the request is newer than the broker's."),
    /** The compression does not exist, or not in this version of the request. */
    UNSUPPORTED_COMPRESSION_TYPE(76, false, "The compression does not exist, or not in this version of the request."),
    /** The broker has registered anew since. */
    STALE_BROKER_EPOCH(77, false, "The broker has registered anew since."),
    /** The new leader does not know its high watermark yet. */
    OFFSET_NOT_AVAILABLE(78, true, "The new leader does not know its high watermark yet."),
    /** Join again with the member id given here. */
    MEMBER_ID_REQUIRED(79, false, "Join again with the member id given here."),
    /** The preferred leader cannot lead at the moment. */
    PREFERRED_LEADER_NOT_AVAILABLE(80, true, "The preferred leader cannot lead at the moment."),
    /** The group has as many members as it may have. */
    GROUP_MAX_SIZE_REACHED(81, false, "The group has as many members as it may have."),
    /** Another member has joined with the same group.instance.id. */
    FENCED_INSTANCE_ID(82, false, "Another member has joined with the same group.instance.id."),
    /** No replica that may lead the partition is available. */
    ELIGIBLE_LEADERS_NOT_AVAILABLE(83, true, "No replica that may lead the partition is available."),
    /** The partition has the leader that it should have. */
    ELECTION_NOT_NEEDED(84, true, "The partition has the leader that it should have."),
    /** The partition is not being reassigned. */
    NO_REASSIGNMENT_IN_PROGRESS(85, false, "The partition is not being reassigned."),
    /** The group consumes the topic, so its offsets cannot be deleted. */
    GROUP_SUBSCRIBED_TO_TOPIC(86, false, "The group consumes the topic, so its offsets cannot be deleted."),
    /** The broker refused the records as invalid. */
    INVALID_RECORD(87, false, "The broker refused the records as invalid."),
    /** A transaction that commits offsets is still open. */
    UNSTABLE_OFFSET_COMMIT(88, true, "A transaction that commits offsets is still open."),
    /** The quota is used up. */
    THROTTLING_QUOTA_EXCEEDED(89, true, "The quota is used up."),
    /** A newer producer has taken over the transactional id. */
    PRODUCER_FENCED(90, false, "A newer producer has taken over the transactional id."),
    /** The request names something that does not exist. */
    RESOURCE_NOT_FOUND(91, false, "The request names something that does not exist."),
    /** The request names the same thing twice. */
    DUPLICATE_RESOURCE(92, false, "The request names the same thing twice."),
    /** The credential does not meet the requirements. */
    UNACCEPTABLE_CREDENTIAL(93, false, "The credential does not meet the requirements."),
    /** Sender or receiver is not among the expected voters. */
    INCONSISTENT_VOTER_SET(94, false, "Sender or receiver is not among the expected voters."),
    /** The version to update to is not allowed. */
    INVALID_UPDATE_VERSION(95, false, "The version to update to is not allowed."),
    /** The feature could not be updated. */
    FEATURE_UPDATE_FAILED(96, false, "The feature could not be updated."),
    /** The principal of a forwarded request could not be read. */
    PRINCIPAL_DESERIALIZATION_FAILURE(97, false, "The principal of a forwarded request could not be read."),
    /** There is no such snapshot. */
    SNAPSHOT_NOT_FOUND(98, false, "There is no such snapshot."),
    /** The position is not within the snapshot. */
    POSITION_OUT_OF_RANGE(99, false, "The position is not within the snapshot."),
    /** This broker has no topic of this id. */
    UNKNOWN_TOPIC_ID(100, true, "This broker has no topic of this id."),
    /** Another broker is registered with this id. */
    DUPLICATE_BROKER_REGISTRATION(101, false, "Another broker is registered with this id."),
    /** No broker is registered with this id. */
    BROKER_ID_NOT_REGISTERED(102, false, "No broker is registered with this id."),
    /** The log belongs to another topic id. */
    INCONSISTENT_TOPIC_ID(103, true, "The log belongs to another topic id."),
    /** The request is meant for another cluster. */
    INCONSISTENT_CLUSTER_ID(104, false, "The request is meant for another cluster."),
    /** There is no such transactional id. */
    TRANSACTIONAL_ID_NOT_FOUND(105, false, "There is no such transactional id."),
    /** The fetch session mixes requests with topic ids and without. */
    FETCH_SESSION_TOPIC_ID_ERROR(106, true, "The fetch session mixes requests with topic ids and without."),
    /** The proposed ISR has a replica that may not be in it. */
    INELIGIBLE_REPLICA(107, false, "The proposed ISR has a replica that may not be in it."),
    /** The partition was changed and has a new leader. */
    NEW_LEADER_ELECTED(108, false, "The partition was changed and has a new leader."),
    /** The offset is in tiered storage only. */
    OFFSET_MOVED_TO_TIERED_STORAGE(109, false, "The offset is in tiered storage only."),
    /** The member's epoch is an old one: give up all partitions and join again. */
    FENCED_MEMBER_EPOCH(110, false, "The member's epoch is an old one: give up all partitions and join again."),
    /** Another member still holds the instance id. */
    UNRELEASED_INSTANCE_ID(111, false, "Another member still holds the instance id."),
    /** The group does not support the assignor. */
    UNSUPPORTED_ASSIGNOR(112, false, "The group does not support the assignor."),
    /** The member's epoch is behind: try again after the next heartbeat. */
    STALE_MEMBER_EPOCH(113, false, "The member's epoch is behind: try again after the next heartbeat."),
    /** The request was sent to the wrong kind of endpoint. */
    MISMATCHED_ENDPOINT_TYPE(114, false, "The request was sent to the wrong kind of endpoint."),
    /** This kind of endpoint is not supported. */
    UNSUPPORTED_ENDPOINT_TYPE(115, false, "This kind of endpoint is not supported."),
    /** There is no controller of this id. */
    UNKNOWN_CONTROLLER_ID(116, false, "There is no controller of this id."),
    /** The telemetry subscription is not known or an old one. */
    UNKNOWN_SUBSCRIPTION_ID(117, false, "The telemetry subscription is not known or an old one."),
    /** The telemetry is larger than the broker accepts. */
    TELEMETRY_TOO_LARGE(118, false, "The telemetry is larger than the broker accepts."),
    /** The controller refused the registration. */
    INVALID_REGISTRATION(119, false, "The controller refused the registration."),
    /** The transaction failed; abort it to go on with the transactional id. */
    TRANSACTION_ABORTABLE(120, false, "The transaction failed; abort it to go on with the transactional id."),
    /** The record's state does not allow this acknowledgement. */
    INVALID_RECORD_STATE(121, false, "The record's state does not allow this acknowledgement."),
    /** The broker has no such share session. */
    SHARE_SESSION_NOT_FOUND(122, true, "The broker has no such share session."),
    /** The share session is at another epoch. */
    INVALID_SHARE_SESSION_EPOCH(123, true, "The share session is at another epoch."),
    /** The state epoch of the share group is another one. */
    FENCED_STATE_EPOCH(124, false, "The state epoch of the share group is another one."),
    /** The voter's key is not this replica's. */
    INVALID_VOTER_KEY(125, false, "The voter's key is not this replica's."),
    /** The voter is in the set already. */
    DUPLICATE_VOTER(126, false, "The voter is in the set already."),
    /** The voter is not in the set. */
    VOTER_NOT_FOUND(127, false, "The voter is not in the set."),
    /** The regular expression cannot be compiled. */
    INVALID_REGULAR_EXPRESSION(128, false, "The regular expression cannot be compiled."),
    /** The client must start again from its bootstrap addresses. */
    REBOOTSTRAP_REQUIRED(129, false, "The client must start again from its bootstrap addresses."),
    /** The streams topology is not allowed. */
    STREAMS_INVALID_TOPOLOGY(130, false, "The streams topology is not allowed."),
    /** The epoch of the streams topology is not allowed. */
    STREAMS_INVALID_TOPOLOGY_EPOCH(131, false, "The epoch of the streams topology is not allowed."),
    /** The epoch of the streams topology is an old one. */
    STREAMS_TOPOLOGY_FENCED(132, false, "The epoch of the streams topology is an old one."),
    /** The broker has as many share sessions as it may have. */
    SHARE_SESSION_LIMIT_REACHED(133, true, "The broker has as many share sessions as it may have.");

    private static final int LOWEST = UNKNOWN_SERVER_ERROR.code;
    private static final ErrorCode[] BY_CODE = values();

    private final short code;
    private final boolean retriable;
    private final String message;

    ErrorCode(int code, boolean retriable, String message) {
        this.code = (short) code;
        this.retriable = retriable;
        this.message = message;
    }

    /** The number on the wire. */
    public short code() {
        return code;
    }

    /** Whether a client may send the same request again and hope for success. */
    public boolean isRetriable() {
        return retriable;
    }

    /** What the error means, in a sentence. */
    public String message() {
        return message;
    }

    /** The error of a number; {@link #UNKNOWN_SERVER_ERROR} for one that is not known, as a client should take it. */
    public static ErrorCode forCode(short code) {
        int index = code - LOWEST;
        return index >= 0 && index < BY_CODE.length ? BY_CODE[index] : UNKNOWN_SERVER_ERROR;
    }
}
