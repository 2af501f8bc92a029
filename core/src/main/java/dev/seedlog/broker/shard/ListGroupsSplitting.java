package dev.seedlog.broker.shard;

import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.ListGroupsRequest;
import dev.seedlog.wire.message.ListGroupsResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** ListGroups: every shard lists its own. One error is the answer: a list with groups missing would look complete. */
final class ListGroupsSplitting implements Splitting<ListGroupsRequest, ListGroupsResponse> {

    private final int shards;

    ListGroupsSplitting(int shards) {
        this.shards = shards;
    }

    @Override
    public Parts<ListGroupsRequest> split(ListGroupsRequest request) {
        return Parts.several(Collections.nCopies(shards, request), new int[0]);
    }

    @Override
    public ListGroupsResponse join(ListGroupsRequest request, Parts<ListGroupsRequest> parts,
                                   List<ListGroupsResponse> answers) {
        List<ListGroupsResponse.ListedGroup> groups = new ArrayList<>();
        for (ListGroupsResponse answer : answers) {
            if (answer.errorCode() != ErrorCode.NONE.code()) {
                return answer;
            }
            groups.addAll(answer.groups());
        }
        return ListGroupsResponse.builder().groups(groups).build();
    }
}
