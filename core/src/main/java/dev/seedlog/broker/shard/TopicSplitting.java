package dev.seedlog.broker.shard;

import dev.seedlog.base.Uuid;
import dev.seedlog.wire.WireMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Splits requests that name topics and their partitions, and joins answers that do so in the same order.
 *
 * @param <Q> the request's type
 * @param <T> a topic's in the request
 * @param <P> a partition's in the request
 * @param <A> the answer's type
 * @param <R> a topic's in the answer
 * @param <S> a partition's in the answer
 */
abstract class TopicSplitting<Q extends WireMessage, T, P, A extends WireMessage, R, S> implements Splitting<Q, A> {

    private final PartitionOwnership ownership;

    TopicSplitting(PartitionOwnership ownership) {
        this.ownership = ownership;
    }

    abstract List<T> topics(Q request);

    abstract String name(T topic);

    /** The topic's id, in versions that go by it. */
    Uuid id(T topic) {
        return Uuid.ZERO;
    }

    abstract List<P> partitions(T topic);

    abstract int index(P partition);

    abstract T with(T topic, List<P> partitions);

    abstract Q withTopics(Q request, List<T> topics);

    abstract List<R> answered(A answer);

    abstract List<S> answeredOf(R topic);

    abstract R answerWith(R topic, List<S> partitions);

    abstract A answer(List<R> topics);

    /** What answers say of more than single partitions, told once; {@code joined} has the partitions. */
    A withShared(A joined, List<A> answers) {
        return joined;
    }

    @Override
    public final Parts<Q> split(Q request) {
        int[] owners = owners(request);
        int first = owners.length == 0 ? ownership.self() : owners[0];
        boolean same = true;
        for (int owner : owners) {
            same &= owner == first;
        }
        if (same) {
            return Parts.whole(request, first);
        }
        List<Q> parts = new ArrayList<>(ownership.shards());
        for (int shard = 0; shard < ownership.shards(); shard++) {
            List<T> topics = topicsOf(shard, request, owners);
            parts.add(topics.isEmpty() ? null : withTopics(request, topics));
        }
        return Parts.several(parts, owners);
    }

    private int[] owners(Q request) {
        int count = 0;
        for (T topic : topics(request)) {
            count += partitions(topic).size();
        }
        int[] owners = new int[count];
        int next = 0;
        for (T topic : topics(request)) {
            for (P partition : partitions(topic)) {
                owners[next++] = ownership.of(id(topic), name(topic), index(partition));
            }
        }
        return owners;
    }

    private List<T> topicsOf(int shard, Q request, int[] owners) {
        List<T> topics = new ArrayList<>();
        int next = 0;
        for (T topic : topics(request)) {
            List<P> partitions = new ArrayList<>();
            for (P partition : partitions(topic)) {
                if (owners[next++] == shard) {
                    partitions.add(partition);
                }
            }
            if (!partitions.isEmpty()) {
                topics.add(with(topic, partitions));
            }
        }
        return topics;
    }

    @Override
    public final A join(Q request, Parts<Q> parts, List<A> answers) {
        List<Cursor> cursors = new ArrayList<>(Collections.nCopies(answers.size(), null));
        for (int shard = 0; shard < answers.size(); shard++) {
            if (answers.get(shard) != null) {
                cursors.set(shard, new Cursor(answered(answers.get(shard))));
            }
        }
        List<R> topics = new ArrayList<>();
        int next = 0;
        for (T topic : topics(request)) {
            R like = null;
            List<S> partitions = new ArrayList<>(partitions(topic).size());
            for (int i = 0; i < partitions(topic).size(); i++) {
                Cursor cursor = cursors.get(parts.owners()[next++]);
                partitions.add(cursor.next());
                like = cursor.topic;
            }
            if (like != null) {
                topics.add(answerWith(like, partitions));
            }
        }
        return withShared(answer(topics), answers);
    }

    /** Walks the partitions that one shard answered, in the order in which it was asked. */
    private final class Cursor {
        private final List<R> topics;
        private int nextTopic;
        private R topic;
        private List<S> partitions = List.of();
        private int nextPartition;

        private Cursor(List<R> topics) {
            this.topics = topics;
        }

        private S next() {
            while (nextPartition == partitions.size()) {
                topic = topics.get(nextTopic++);
                partitions = answeredOf(topic);
                nextPartition = 0;
            }
            return partitions.get(nextPartition++);
        }
    }
}
