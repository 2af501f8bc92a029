package dev.seedlog.broker.shard;

import dev.seedlog.wire.message.DescribeGroupsRequest;
import dev.seedlog.wire.message.DescribeGroupsResponse;
import dev.seedlog.wire.message.DescribeGroupsResponse.DescribedGroup;
import java.util.List;

/** DescribeGroups over several shards. */
final class DescribeGroupsSplitting
        extends KeySplitting<DescribeGroupsRequest, String, DescribeGroupsResponse, DescribedGroup> {

    DescribeGroupsSplitting(GroupOwnership ownership) {
        super(ownership);
    }

    @Override
    List<String> groups(DescribeGroupsRequest request) {
        return request.groups();
    }

    @Override
    String id(String group) {
        return group;
    }

    @Override
    DescribeGroupsRequest withGroups(DescribeGroupsRequest request, List<String> groups) {
        return request.toBuilder().groups(groups).build();
    }

    @Override
    List<DescribedGroup> answered(DescribeGroupsResponse answer) {
        return answer.groups();
    }

    @Override
    DescribeGroupsResponse answer(List<DescribedGroup> groups) {
        return DescribeGroupsResponse.builder().groups(groups).build();
    }
}
