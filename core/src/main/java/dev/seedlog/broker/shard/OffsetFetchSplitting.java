package dev.seedlog.broker.shard;

import dev.seedlog.wire.message.OffsetFetchRequest;
import dev.seedlog.wire.message.OffsetFetchRequest.OffsetFetchRequestGroup;
import dev.seedlog.wire.message.OffsetFetchResponse;
import dev.seedlog.wire.message.OffsetFetchResponse.OffsetFetchResponseGroup;
import java.util.List;

/** OffsetFetch over several shards; before version 8 it asks about one group. */
final class OffsetFetchSplitting extends
        KeySplitting<OffsetFetchRequest, OffsetFetchRequestGroup, OffsetFetchResponse, OffsetFetchResponseGroup> {

    OffsetFetchSplitting(GroupOwnership ownership) {
        super(ownership);
    }

    @Override
    public Parts<OffsetFetchRequest> split(OffsetFetchRequest request) {
        return request.groups().isEmpty() ? Parts.whole(request, ownership().of(request.groupId()))
                : super.split(request);
    }

    @Override
    List<OffsetFetchRequestGroup> groups(OffsetFetchRequest request) {
        return request.groups();
    }

    @Override
    String id(OffsetFetchRequestGroup group) {
        return group.groupId();
    }

    @Override
    OffsetFetchRequest withGroups(OffsetFetchRequest request, List<OffsetFetchRequestGroup> groups) {
        return request.toBuilder().groups(groups).build();
    }

    @Override
    List<OffsetFetchResponseGroup> answered(OffsetFetchResponse answer) {
        return answer.groups();
    }

    @Override
    OffsetFetchResponse answer(List<OffsetFetchResponseGroup> groups) {
        return OffsetFetchResponse.builder().groups(groups).build();
    }
}
