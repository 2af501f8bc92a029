package dev.seedlog.broker.shard;

import dev.seedlog.wire.WireMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits requests that name groups, and joins answers that have one thing for each, in the same order.
 *
 * @param <Q> the request's type
 * @param <K> a group's in the request
 * @param <A> the answer's type
 * @param <R> a group's in the answer
 */
abstract class KeySplitting<Q extends WireMessage, K, A extends WireMessage, R> implements Splitting<Q, A> {

    private final GroupOwnership ownership;

    KeySplitting(GroupOwnership ownership) {
        this.ownership = ownership;
    }

    final GroupOwnership ownership() {
        return ownership;
    }

    abstract List<K> groups(Q request);

    abstract String id(K group);

    abstract Q withGroups(Q request, List<K> groups);

    abstract List<R> answered(A answer);

    abstract A answer(List<R> groups);

    @Override
    public Parts<Q> split(Q request) {
        List<K> groups = groups(request);
        int[] owners = new int[groups.size()];
        boolean same = true;
        for (int i = 0; i < owners.length; i++) {
            owners[i] = ownership.of(id(groups.get(i)));
            same &= owners[i] == owners[0];
        }
        if (same) {
            return Parts.whole(request, owners.length == 0 ? ownership.self() : owners[0]);
        }
        List<Q> parts = new ArrayList<>(ownership.shards());
        for (int shard = 0; shard < ownership.shards(); shard++) {
            List<K> ofShard = new ArrayList<>();
            for (int i = 0; i < owners.length; i++) {
                if (owners[i] == shard) {
                    ofShard.add(groups.get(i));
                }
            }
            parts.add(ofShard.isEmpty() ? null : withGroups(request, ofShard));
        }
        return Parts.several(parts, owners);
    }

    @Override
    public final A join(Q request, Parts<Q> parts, List<A> answers) {
        int[] next = new int[answers.size()];
        List<R> joined = new ArrayList<>(parts.owners().length);
        for (int owner : parts.owners()) {
            joined.add(answered(answers.get(owner)).get(next[owner]++));
        }
        return answer(joined);
    }
}
