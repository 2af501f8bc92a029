package dev.seedlog.broker.api;

import dev.seedlog.broker.connection.Exchange;
import dev.seedlog.broker.connection.ServedApis;
import dev.seedlog.broker.coordinator.GroupCoordinators;
import dev.seedlog.group.GroupCoordinator;
import dev.seedlog.machine.Refusal;
import dev.seedlog.machine.Reply;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.DeleteGroupsRequest;
import dev.seedlog.wire.message.DeleteGroupsResponse;
import dev.seedlog.wire.message.DescribeGroupsRequest;
import dev.seedlog.wire.message.DescribeGroupsResponse;
import dev.seedlog.wire.message.ListGroupsRequest;
import dev.seedlog.wire.message.ListGroupsResponse;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * What administrators ask about groups and do to them.
 * <ul>
 * <li>DescribeGroups, versions 0 to 6: 3 tells authorized operations (KIP-430), 6 tells a group that does not exist
 * from
 *     a dead one (KIP-1043);
 * <li>ListGroups, versions 0 to 5: 4 asks by state (KIP-518), 5 by type (KIP-848);
 * <li>DeleteGroups, versions 0 to 2 (KIP-229).
 * </ul>
 */
public final class GroupAdminHandlers {

    private static final short FIRST_DESCRIBE_VERSION_WITH_NOT_FOUND = 6;

    private final GroupCoordinators coordinators;

    /** Handlers. */
    public GroupAdminHandlers(GroupCoordinators coordinators) {
        this.coordinators = coordinators;
    }

    /** Serves the APIs. */
    public void register(ServedApis apis) {
        apis.serve(Api.DESCRIBE_GROUPS, DescribeGroupsRequest::read, this::describe);
        apis.serve(Api.LIST_GROUPS, ListGroupsRequest::read, this::list);
        apis.serve(Api.DELETE_GROUPS, DeleteGroupsRequest::read, this::delete);
    }

    private void describe(Exchange exchange, DescribeGroupsRequest request) {
        Gathering<DescribeGroupsResponse.DescribedGroup> answers = new Gathering<>(
                groups -> exchange.respond(described(groups, request.includeAuthorizedOperations())));
        for (String groupId : request.groups()) {
            Reply<DescribeGroupsResponse.DescribedGroup> reply = answers.next(
                    refusal -> DescribeGroupsResponse.DescribedGroup.builder().groupId(groupId)
                            .errorCode(refusal.error().code()).build());
            GroupCoordinator coordinator = coordinators.of(groupId);
            if (coordinator == null) {
                reply.refuse(GroupCoordinators.NOT_HERE);
            } else {
                coordinator.describe(groupId, exchange.version() >= FIRST_DESCRIBE_VERSION_WITH_NOT_FOUND, reply);
            }
        }
        answers.allAsked();
    }

    private static DescribeGroupsResponse described(List<DescribeGroupsResponse.DescribedGroup> groups,
                                                    boolean operationsAsked) {
        List<DescribeGroupsResponse.DescribedGroup> complete = new ArrayList<>(groups.size());
        for (DescribeGroupsResponse.DescribedGroup group : groups) {
            boolean told = operationsAsked && group.errorCode() == ErrorCode.NONE.code();
            complete.add(group.toBuilder().authorizedOperations(AuthorizedOperations.onGroup(told)).build());
        }
        return DescribeGroupsResponse.builder().groups(complete).build();
    }

    private void list(Exchange exchange, ListGroupsRequest request) {
        Gathering<ListGroupsResponse> answers = new Gathering<>(parts -> exchange.respond(listed(parts)));
        for (GroupCoordinator coordinator : coordinators.all()) {
            Reply<ListGroupsResponse> part = answers.next(GroupAdminHandlers::notListed);
            coordinator.list(request.statesFilter(), request.typesFilter(), new Reply<>() {
                @Override
                public void answer(List<ListGroupsResponse.ListedGroup> groups) {
                    part.answer(ListGroupsResponse.builder().groups(groups).build());
                }

                @Override
                public void refuse(Refusal refusal) {
                    part.refuse(refusal);
                }
            });
        }
        answers.allAsked();
    }

    /** A partition that is led elsewhere by now has its groups listed there. */
    private static ListGroupsResponse notListed(Refusal refusal) {
        ErrorCode error = refusal.error() == ErrorCode.NOT_COORDINATOR ? ErrorCode.NONE : refusal.error();
        return ListGroupsResponse.builder().errorCode(error.code()).build();
    }

    /** All groups of this broker, or the first error: a list with groups missing would look complete. */
    private static ListGroupsResponse listed(List<ListGroupsResponse> parts) {
        List<ListGroupsResponse.ListedGroup> groups = new ArrayList<>();
        for (ListGroupsResponse part : parts) {
            if (part.errorCode() != ErrorCode.NONE.code()) {
                return part;
            }
            groups.addAll(part.groups());
        }
        return ListGroupsResponse.builder().groups(groups).build();
    }

    private void delete(Exchange exchange, DeleteGroupsRequest request) {
        Gathering<List<DeleteGroupsResponse.DeletableGroupResult>> answers = new Gathering<>(parts -> {
            List<DeleteGroupsResponse.DeletableGroupResult> results = new ArrayList<>();
            parts.forEach(results::addAll);
            exchange.respond(DeleteGroupsResponse.builder().results(results).build());
        });
        for (String groupId : new LinkedHashSet<>(request.groupsNames())) {
            Reply<List<DeleteGroupsResponse.DeletableGroupResult>> reply = answers.next(
                    refusal -> List.of(DeleteGroupsResponse.DeletableGroupResult.builder().groupId(groupId)
                            .errorCode(refusal.error().code()).build()));
            GroupCoordinator coordinator = coordinators.of(groupId);
            if (coordinator == null) {
                reply.refuse(GroupCoordinators.NOT_HERE);
            } else {
                coordinator.delete(List.of(groupId), reply);
            }
        }
        answers.allAsked();
    }
}
