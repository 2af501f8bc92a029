package dev.seedlog.broker.shard;

import dev.seedlog.wire.message.DeleteGroupsRequest;
import dev.seedlog.wire.message.DeleteGroupsResponse;
import dev.seedlog.wire.message.DeleteGroupsResponse.DeletableGroupResult;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** DeleteGroups over several shards. A group that is named twice is deleted, and told, once. */
final class DeleteGroupsSplitting
        extends KeySplitting<DeleteGroupsRequest, String, DeleteGroupsResponse, DeletableGroupResult> {

    DeleteGroupsSplitting(GroupOwnership ownership) {
        super(ownership);
    }

    @Override
    List<String> groups(DeleteGroupsRequest request) {
        return new ArrayList<>(new LinkedHashSet<>(request.groupsNames()));
    }

    @Override
    String id(String group) {
        return group;
    }

    @Override
    DeleteGroupsRequest withGroups(DeleteGroupsRequest request, List<String> groups) {
        return request.toBuilder().groupsNames(groups).build();
    }

    @Override
    List<DeletableGroupResult> answered(DeleteGroupsResponse answer) {
        return answer.results();
    }

    @Override
    DeleteGroupsResponse answer(List<DeletableGroupResult> groups) {
        return DeleteGroupsResponse.builder().results(groups).build();
    }
}
