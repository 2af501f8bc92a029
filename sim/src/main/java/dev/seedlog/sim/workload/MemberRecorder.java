package dev.seedlog.sim.workload;

import dev.seedlog.client.CommitListener;
import dev.seedlog.client.GroupGeneration;
import dev.seedlog.histories.Extras;
import dev.seedlog.histories.F;
import dev.seedlog.histories.Invocation;
import dev.seedlog.histories.OpValue;
import dev.seedlog.log.TopicPartition;
import dev.seedlog.wire.ErrorCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/** Takes down what a member of a group gets, reads and commits. */
final class MemberRecorder {

    private final Recorder recorder;
    private final String group;
    private final PollRecorder polls;

    MemberRecorder(Recorder recorder, String group) {
        this.recorder = recorder;
        this.group = group;
        this.polls = new PollRecorder(recorder);
    }

    PollRecorder polls() {
        return polls;
    }

    void assigned(GroupGeneration generation, SortedMap<TopicPartition, Integer> owned,
                  SortedMap<TopicPartition, Integer> added) {
        OpValue all = membership(generation, owned.values());
        polls.lane().invoke(F.GROUP_ASSIGN, membership(generation, null)).ok(all);
    }

    void revoked(GroupGeneration generation, SortedMap<TopicPartition, Integer> revoked, boolean lost) {
        OpValue all = membership(generation, revoked.values());
        polls.lane().invoke(F.GROUP_REVOKE, all).ok(all, lost ? Extras.of("lost?", true) : Extras.NONE);
        revoked.values().forEach(polls::ends);
    }

    void resumed(GroupGeneration generation, int key, long committed) {
        OpValue asked = new OpValue.Offsets(group, generation.memberId(), generation.id(), List.of((long) key), null);
        polls.lane().invoke(F.FETCH_COMMITTED, asked).ok(new OpValue.Offsets(group, generation.memberId(),
                generation.id(), List.of((long) key), List.of(committed)));
        polls.begins(key);
    }

    CommitListener committing(GroupGeneration generation, SortedMap<TopicPartition, Long> offsets,
                              SortedMap<TopicPartition, Integer> keys) {
        return new Committing(generation, offsets, keys);
    }

    /** The member is gone, and does not say so. */
    void crashed(GroupGeneration generation) {
        polls.crashed();
    }

    private OpValue membership(GroupGeneration generation, Collection<Integer> keys) {
        return new OpValue.Membership(group, generation.memberId(), generation.id(),
                keys == null ? null : keys.stream().map(Integer::longValue).toList());
    }

    private static boolean nothingCommitted(ErrorCode error) {
        Set<ErrorCode> certain = EnumSet.of(ErrorCode.ILLEGAL_GENERATION, ErrorCode.UNKNOWN_MEMBER_ID,
                ErrorCode.REBALANCE_IN_PROGRESS, ErrorCode.COORDINATOR_LOAD_IN_PROGRESS,
                ErrorCode.FENCED_INSTANCE_ID, ErrorCode.OFFSET_METADATA_TOO_LARGE,
                ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, ErrorCode.UNKNOWN_TOPIC_ID);
        return certain.contains(error);
    }

    /** A commit under way. */
    private final class Committing implements CommitListener {
        private final GroupGeneration generation;
        private final SortedMap<TopicPartition, Long> offsets;
        private final SortedMap<TopicPartition, Integer> keys;
        private final Invocation open;

        private Committing(GroupGeneration generation, SortedMap<TopicPartition, Long> offsets,
                           SortedMap<TopicPartition, Integer> keys) {
            this.generation = generation;
            this.offsets = offsets;
            this.keys = keys;
            this.open = recorder.admins().invoke(F.COMMIT, value(keys.keySet()), Extras.NONE);
        }

        private OpValue value(Collection<TopicPartition> partitions) {
            List<Long> numbers = new ArrayList<>();
            List<Long> positions = new ArrayList<>();
            for (TopicPartition partition : partitions) {
                numbers.add((long) keys.get(partition));
                positions.add(offsets.get(partition));
            }
            return new OpValue.Offsets(group, generation.memberId(), generation.id(), numbers, positions);
        }

        @Override
        public void onAnswer(SortedMap<TopicPartition, ErrorCode> results) {
            List<TopicPartition> done = new ArrayList<>();
            ErrorCode first = ErrorCode.NONE;
            boolean known = true;
            for (TopicPartition partition : keys.keySet()) {
                ErrorCode error = results.getOrDefault(partition, ErrorCode.UNKNOWN_SERVER_ERROR);
                if (error == ErrorCode.NONE) {
                    done.add(partition);
                } else {
                    known &= nothingCommitted(error);
                    first = error;
                }
            }
            Extras why = first == ErrorCode.NONE ? Extras.NONE : Extras.of(Extras.ERROR, RegisterOp.keyword(first));
            if (!known) {
                open.info(why);
            } else if (done.isEmpty()) {
                open.fail(why);
            } else {
                open.ok(value(done), why);
            }
        }

        @Override
        public void onLost() {
            open.info(Extras.of(Extras.ERROR, RegisterOp.keyword(ErrorCode.NETWORK_EXCEPTION)));
        }
    }
}
