package dev.seedlog.broker.shard;

import dev.seedlog.broker.connection.ApiDispatcher;
import dev.seedlog.broker.connection.RequestHandler;
import dev.seedlog.broker.connection.ServedApis;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.WireMessage;
import dev.seedlog.wire.message.FetchRequest;
import dev.seedlog.wire.message.HeartbeatRequest;
import dev.seedlog.wire.message.JoinGroupRequest;
import dev.seedlog.wire.message.LeaveGroupRequest;
import dev.seedlog.wire.message.OffsetCommitRequest;
import dev.seedlog.wire.message.OffsetDeleteRequest;
import dev.seedlog.wire.message.SyncGroupRequest;

/**
 * Which shard serves what of a client's request. What concerns partitions is split over those that own them, and what
 * concerns a group goes to its coordinator's shard. All else goes to the first shard, which has the controller and the
 * metadata's beginning, so that an API of which nothing is said here is served right.
 */
public final class ApiRouting {

    /** The shard that serves what no other does. */
    public static final int FIRST_SHARD = 0;

    private final RequestDesk desk;
    private final PartitionOwnership partitions;
    private final GroupOwnership groups;
    private final ServedApis here;
    private final ApiDispatcher clients;

    /**
     * A routing.
     *
     * @param here what this shard serves itself
     * @param clients reads the requests of this shard's clients
     */
    public ApiRouting(RequestDesk desk, PartitionOwnership partitions, GroupOwnership groups, ServedApis here,
                      ApiDispatcher clients) {
        this.desk = desk;
        this.partitions = partitions;
        this.groups = groups;
        this.here = here;
        this.clients = clients;
    }

    /** Serves clients with all that the node offers. */
    public void register(Iterable<ServedApis.Offer<?>> offers, ServedApis apis) {
        for (ServedApis.Offer<?> offer : offers) {
            register(offer, apis);
        }
    }

    private <Q extends WireMessage> void register(ServedApis.Offer<Q> offer, ServedApis apis) {
        apis.serve(offer.api(), offer.lowestVersion(), offer.highestVersion(), offer.reader(),
                handler(offer.api(), own(offer.api())));
    }

    /** An API's handlers are of its request's type. */
    @SuppressWarnings("unchecked")
    private <Q extends WireMessage> RequestHandler<Q> own(Api api) {
        ServedApis.Served<?> served = here.find(api);
        return served == null ? null : (RequestHandler<Q>) served.handler();
    }

    /** What the first shard serves itself, of which that passes the gate that only it serves. */
    public static ServedApis gated(ServedApis here, ApiDispatcher ungated, MetadataGate gate) {
        ServedApis gated = new ServedApis();
        for (ServedApis.Served<?> served : here.all()) {
            registerGated(served, gated, ungated, gate);
        }
        return gated;
    }

    private static <Q extends WireMessage> void registerGated(ServedApis.Served<Q> served, ServedApis gated,
                                                              ApiDispatcher ungated, MetadataGate gate) {
        gated.serve(served.api(), served.lowestVersion(), served.highestVersion(), served.reader(),
                onEveryShard(served.api()) ? served.handler() : new GatedHandler<>(gate, ungated));
    }

    private static boolean onEveryShard(Api api) {
        return switch (api) {
            case API_VERSIONS, PRODUCE, FETCH, LIST_OFFSETS, DELETE_RECORDS, OFFSET_FOR_LEADER_EPOCH,
                    DESCRIBE_PRODUCERS, DESCRIBE_LOG_DIRS, DESCRIBE_GROUPS, DELETE_GROUPS, LIST_GROUPS, OFFSET_FETCH,
                    JOIN_GROUP, SYNC_GROUP, HEARTBEAT, LEAVE_GROUP, OFFSET_COMMIT, OFFSET_DELETE -> true;
            default -> false;
        };
    }

    private <Q extends WireMessage> RequestHandler<Q> handler(Api api, RequestHandler<Q> own) {
        Splitting<?, ?> splitting = splitting(api);
        if (splitting != null) {
            return split(splitting, own);
        }
        return switch (api) {
            case API_VERSIONS -> own;
            case FETCH, JOIN_GROUP, SYNC_GROUP, HEARTBEAT, LEAVE_GROUP, OFFSET_COMMIT, OFFSET_DELETE ->
                    new ForwardHandler<>(desk, clients, this::shardOf, own);
            default -> new ForwardHandler<>(desk, clients, request -> FIRST_SHARD, own);
        };
    }

    @SuppressWarnings("unchecked")
    private <Q extends WireMessage> RequestHandler<Q> split(Splitting<?, ?> splitting, RequestHandler<Q> own) {
        return new SplitHandler<>(desk, (Splitting<Q, ? extends WireMessage>) splitting, own);
    }

    private Splitting<?, ?> splitting(Api api) {
        return switch (api) {
            case PRODUCE -> new ProduceSplitting(partitions);
            case LIST_OFFSETS -> new ListOffsetsSplitting(partitions);
            case DELETE_RECORDS -> new DeleteRecordsSplitting(partitions);
            case OFFSET_FOR_LEADER_EPOCH -> new EpochEndSplitting(partitions);
            case DESCRIBE_PRODUCERS -> new DescribeProducersSplitting(partitions);
            case DESCRIBE_LOG_DIRS -> new DescribeLogDirsSplitting(desk.shards());
            case DESCRIBE_GROUPS -> new DescribeGroupsSplitting(groups);
            case DELETE_GROUPS -> new DeleteGroupsSplitting(groups);
            case LIST_GROUPS -> new ListGroupsSplitting(desk.shards());
            case OFFSET_FETCH -> new OffsetFetchSplitting(groups);
            default -> null;
        };
    }

    /** The one shard that a request concerns. */
    private int shardOf(WireMessage request) {
        if (request instanceof FetchRequest fetch) {
            // A session's id says its shard; whoever begins one does so on the shard that he is connected to.
            return fetch.sessionId() > 0 && fetch.sessionEpoch() != 0
                    ? fetch.sessionId() % desk.shards() : desk.self();
        }
        return groups.of(groupOf(request));
    }

    private static String groupOf(WireMessage request) {
        if (request instanceof HeartbeatRequest heartbeat) {
            return heartbeat.groupId();
        } else if (request instanceof OffsetCommitRequest commit) {
            return commit.groupId();
        } else if (request instanceof JoinGroupRequest join) {
            return join.groupId();
        } else if (request instanceof SyncGroupRequest sync) {
            return sync.groupId();
        } else if (request instanceof LeaveGroupRequest leave) {
            return leave.groupId();
        } else if (request instanceof OffsetDeleteRequest delete) {
            return delete.groupId();
        }
        throw new IllegalArgumentException(request.getClass().getSimpleName() + " concerns no group");
    }
}
