package dev.seedlog.client;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.base.Nanos;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.Timer;
import dev.seedlog.log.TopicPartition;
import dev.seedlog.record.RecordReader;
import dev.seedlog.wire.ErrorCode;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A member of a consumer group (classic protocol): it reads the partitions that it is given, from where the group has
 * committed them, and commits its own positions. What was shown to the {@link FetchListener} is behind the position.
 */
public final class GroupConsumer {

    private final ClusterClient cluster;
    private final GroupSettings settings;
    private final GroupListener listener;
    private final Fetcher fetcher;
    private final GroupMembership membership;
    private final GroupOffsets offsets;
    private final GroupLeader leader;
    private final Timer autoCommit;
    private final SortedSet<String> topics = new TreeSet<>();
    private final SortedSet<TopicPartition> owned = new TreeSet<>();
    private GroupGeneration ownedIn = GroupGeneration.NONE;

    /** A member that joins when it is told what to {@link #subscribe} to. */
    public GroupConsumer(ShardEnv env, ClusterClient cluster, GroupSettings settings, GroupListener listener,
                         FetcherSettings fetching, RecordReader reader, FetchListener records) {
        this.cluster = cluster;
        this.settings = settings;
        this.listener = listener;
        this.fetcher = new Fetcher(env, cluster, fetching, reader, records);
        this.membership = new GroupMembership(env, cluster, settings, new Membership());
        this.offsets = new GroupOffsets(env, cluster, settings, membership, new Offsets());
        this.leader = new GroupLeader(cluster, settings.protocol().assignor());
        this.autoCommit = env.timers().create("auto commit", this::autoCommit);
    }

    /** Joins the group, or tells it of other topics. */
    public void subscribe(List<String> names) {
        boolean first = topics.isEmpty();
        topics.clear();
        topics.addAll(names);
        cluster.want(names);
        if (first) {
            cluster.addUser(this::advance);
            autoCommitLater();
            advance();
        } else {
            membership.rejoin();
        }
    }

    /** Where it stands in its group. */
    public MemberState state() {
        return membership.state();
    }

    /** Its generation, if it is in one. */
    public GroupGeneration generation() {
        return membership.generation();
    }

    /** What it has. */
    public SortedSet<TopicPartition> owned() {
        return new TreeSet<>(owned);
    }

    /** Reads the partitions that it has; positions are asked of it. */
    public Fetcher fetcher() {
        return fetcher;
    }

    /** Goes to another position of a partition that it has. */
    public void seek(TopicPartition partition, long position) {
        if (owned.contains(partition)) {
            offsets.forget(new TreeSet<>(List.of(partition)));
            fetcher.assignAt(partition, position);
            fetcher.advance();
        }
    }

    /**
     * Commits its positions, in one attempt.
     *
     * @return false if there is nothing to commit, or nobody to commit it to
     */
    public boolean commit() {
        return commit(() -> { });
    }

    /** Commits what it can, gives everything up and leaves the group. */
    public void close() {
        autoCommit.stop();
        if (membership.state() == MemberState.STABLE && settings.autoCommitIntervalMs() > 0 && commit(this::leave)) {
            return;
        }
        leave();
    }

    /** Is gone, without a word to anybody, as a process that was killed. */
    public void abandon() {
        autoCommit.stop();
        offsets.stop();
        fetcher.stop();
        membership.abandon();
    }

    private void leave() {
        if (membership.state() != MemberState.LEAVING && membership.state() != MemberState.STOPPED) {
            offsets.stop();
            revoke(new TreeSet<>(owned));
            membership.leave();
        }
    }

    private void advance() {
        if (leader.outdated()) {
            leader.end();
            membership.rejoin();
        } else {
            membership.advance();
        }
        offsets.advance();
    }

    private void autoCommit() {
        if (membership.state() == MemberState.STABLE) {
            commit();
        }
        autoCommitLater();
    }

    private void autoCommitLater() {
        if (settings.autoCommitIntervalMs() > 0) {
            autoCommit.startIn(Nanos.ofMillis(settings.autoCommitIntervalMs()));
        }
    }

    private SortedMap<TopicPartition, Long> positions() {
        SortedMap<TopicPartition, Long> positions = new TreeMap<>();
        for (TopicPartition partition : owned) {
            long position = fetcher.position(partition);
            if (position >= 0) {
                positions.put(partition, position);
            }
        }
        return positions;
    }

    private boolean commit(Runnable then) {
        SortedMap<TopicPartition, Long> positions = positions();
        Commit commit = new Commit(then);
        if (positions.isEmpty() || !offsets.commit(positions, commit)) {
            return false;
        }
        commit.listener = listener.onCommitting(membership.generation(), positions);
        return true;
    }

    private void revoke(SortedSet<TopicPartition> revoked) {
        if (!revoked.isEmpty()) {
            revoked.forEach(fetcher::unassign);
            owned.removeAll(revoked);
            offsets.forget(revoked);
            listener.onRevoked(ownedIn, revoked);
        }
    }

    /** Tells whoever listens what became of a commit, then goes on. */
    private static final class Commit implements CommitListener {
        private final Runnable then;
        private CommitListener listener;

        private Commit(Runnable then) {
            this.then = then;
        }

        @Override
        public void onAnswer(SortedMap<TopicPartition, ErrorCode> results) {
            listener.onAnswer(results);
            then.run();
        }

        @Override
        public void onLost() {
            listener.onLost();
            then.run();
        }
    }

    /** What being a member brings. */
    private final class Membership implements GroupMembership.Owner {
        @Override
        public void onPrepare() {
            leader.end();
            boolean committing = settings.autoCommitIntervalMs() > 0 && commit(this::prepare);
            if (!committing) {
                prepare();
            }
        }

        private void prepare() {
            if (membership.state() == MemberState.PREPARING) {
                if (!settings.protocol().cooperative()) {
                    revoke(new TreeSet<>(owned));
                }
                membership.prepared();
            }
        }

        @Override
        public ConsumerProtocol.Subscription onJoin() {
            return new ConsumerProtocol.Subscription(new TreeSet<>(topics), new TreeSet<>(owned), ownedIn.id());
        }

        @Override
        public SortedMap<String, BufferSlice> onLead(SortedMap<String, ConsumerProtocol.Subscription> members) {
            return leader.divide(members);
        }

        @Override
        public void onAssigned(SortedSet<TopicPartition> assigned) {
            SortedSet<TopicPartition> revoked = new TreeSet<>(owned);
            revoked.removeAll(assigned);
            revoke(revoked);
            SortedSet<TopicPartition> added = new TreeSet<>(assigned);
            added.removeAll(owned);
            owned.addAll(added);
            ownedIn = membership.generation();
            listener.onAssigned(ownedIn, new TreeSet<>(owned), added);
            offsets.want(added);
            if (!revoked.isEmpty()) {
                // What it gave up can be given to others only in another generation.
                membership.rejoin();
            }
        }

        @Override
        public void onFenced() {
            leader.end();
            SortedSet<TopicPartition> lost = new TreeSet<>(owned);
            lost.forEach(fetcher::unassign);
            owned.clear();
            offsets.forget(lost);
            GroupGeneration lostIn = ownedIn;
            ownedIn = membership.generation();
            if (!lost.isEmpty()) {
                listener.onLost(lostIn, lost);
            }
        }

        @Override
        public void onStopped(ErrorCode why) {
            autoCommit.stop();
            offsets.stop();
            if (!owned.isEmpty()) {
                onFenced();
            }
            fetcher.stop();
            listener.onStopped(why);
        }
    }

    /** What the group has committed. */
    private final class Offsets implements GroupOffsets.Owner {
        @Override
        public void onCommitted(TopicPartition partition, long offset) {
            listener.onResumed(membership.generation(), partition, offset);
            if (offset >= 0) {
                fetcher.assignAt(partition, offset);
            } else {
                fetcher.assign(partition, settings.fromEarliest());
            }
            fetcher.advance();
        }

        @Override
        public void onRefused(ErrorCode error) {
            listener.onStopped(error);
        }
    }
}
