package dev.seedlog.broker.api;

import dev.seedlog.broker.connection.Exchange;
import dev.seedlog.broker.connection.ServedApis;
import dev.seedlog.broker.coordinator.GroupCoordinators;
import dev.seedlog.metadata.MetadataImage;
import dev.seedlog.metadata.PartitionImage;
import dev.seedlog.metadata.TopicImage;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.FindCoordinatorRequest;
import dev.seedlog.wire.message.FindCoordinatorResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * FindCoordinator, versions 0 to 6. Version 1 has key types, 4 many keys (KIP-699), 6 share groups (KIP-932).
 *
 * <p>Gaps: only groups have coordinators; transactions and share groups are answered with UNSUPPORTED_VERSION.
 *
 * <p>The first who asks has {@code __consumer_offsets} created, and is answered when that is done.
 */
public final class FindCoordinatorHandler {

    private static final short FIRST_VERSION_WITH_MANY_KEYS = 4;
    private static final byte GROUP = 0;
    private static final byte TRANSACTION = 1;
    private static final byte SHARE = 2;
    private static final int NO_NODE = -1;

    private final MetadataView metadata;
    private final TopicAutoCreation autoCreation;
    private final GroupCoordinators coordinators;

    /** A handler. */
    public FindCoordinatorHandler(MetadataView metadata, TopicAutoCreation autoCreation,
                                  GroupCoordinators coordinators) {
        this.metadata = metadata;
        this.autoCreation = autoCreation;
        this.coordinators = coordinators;
    }

    /** Serves the API. */
    public void register(ServedApis apis) {
        apis.serve(Api.FIND_COORDINATOR, FindCoordinatorRequest::read, this::handle);
    }

    private void handle(Exchange exchange, FindCoordinatorRequest request) {
        boolean missing = metadata.image().topics().topic(InternalTopics.CONSUMER_OFFSETS) == null;
        if (request.keyType() == GROUP && missing) {
            autoCreation.create(List.of(InternalTopics.CONSUMER_OFFSETS),
                    () -> exchange.respond(answer(exchange, request)));
        } else {
            exchange.respond(answer(exchange, request));
        }
    }

    private FindCoordinatorResponse answer(Exchange exchange, FindCoordinatorRequest request) {
        String listener = exchange.connection().listenerName();
        if (exchange.version() < FIRST_VERSION_WITH_MANY_KEYS) {
            FindCoordinatorResponse.Coordinator found = find(request.keyType(), request.key(), listener);
            return FindCoordinatorResponse.builder().errorCode(found.errorCode()).errorMessage(found.errorMessage())
                    .nodeId(found.nodeId()).host(found.host()).port(found.port()).build();
        }
        List<FindCoordinatorResponse.Coordinator> found = new ArrayList<>(request.coordinatorKeys().size());
        for (String key : request.coordinatorKeys()) {
            found.add(find(request.keyType(), key, listener));
        }
        return FindCoordinatorResponse.builder().coordinators(found).build();
    }

    private FindCoordinatorResponse.Coordinator find(byte keyType, String key, String listener) {
        return switch (keyType) {
            case GROUP -> key.isEmpty() ? refused(key, ErrorCode.INVALID_GROUP_ID, "a group id is not empty")
                    : ofGroup(key, listener);
            case TRANSACTION -> refused(key, ErrorCode.UNSUPPORTED_VERSION, "transactions are not served");
            case SHARE -> refused(key, ErrorCode.UNSUPPORTED_VERSION, "share groups are not served");
            default -> refused(key, ErrorCode.INVALID_REQUEST, "there is no coordinator of type " + keyType);
        };
    }

    private FindCoordinatorResponse.Coordinator ofGroup(String groupId, String listener) {
        MetadataImage image = metadata.image();
        TopicImage topic = image.topics().topic(InternalTopics.CONSUMER_OFFSETS);
        if (topic == null) {
            return refused(groupId, ErrorCode.COORDINATOR_NOT_AVAILABLE, null);
        }
        PartitionImage partition = topic.partition(coordinators.partitionFor(groupId));
        ClusterNodes.Node node = partition == null || !partition.hasLeader()
                ? null : ClusterNodes.find(image, listener, partition.leader());
        return node == null ? refused(groupId, ErrorCode.COORDINATOR_NOT_AVAILABLE, null)
                : FindCoordinatorResponse.Coordinator.builder().key(groupId).nodeId(node.id()).host(node.host())
                        .port(node.port()).build();
    }

    private static FindCoordinatorResponse.Coordinator refused(String key, ErrorCode error, String message) {
        return FindCoordinatorResponse.Coordinator.builder().key(key).nodeId(NO_NODE).port(NO_NODE)
                .errorCode(error.code()).errorMessage(message).build();
    }
}
