package dev.seedlog.replica.follow;

import dev.seedlog.base.HostPort;
import dev.seedlog.base.Uuid;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.log.PartitionLog;
import dev.seedlog.wire.frame.FrameBuffers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** All that a shard follows: one fetcher for each leader. */
public final class LeaderFetchers implements Following {

    private static final int RESPONSES_IN_MEMORY = 4;

    /** What is followed, and where. */
    private record Followed(FollowedPartition partition, LeaderFetcher fetcher) {
    }

    private final ShardEnv env;
    private final FrameBuffers buffers;
    private final FollowerSettings settings;
    private final LongSupplier brokerEpoch;
    private final Map<Integer, LeaderFetcher> byLeader = new TreeMap<>();
    private final Map<Integer, HostPort> addresses = new TreeMap<>();
    private final Map<PartitionLog, Followed> byLog = new LinkedHashMap<>();

    /**
     * Nothing is followed yet.
     *
     * @param brokerEpoch the epoch of this incarnation, asked for when there is something to fetch
     */
    public LeaderFetchers(ShardEnv env, FollowerSettings settings, LongSupplier brokerEpoch) {
        this.env = env;
        this.buffers = new FrameBuffers((long) RESPONSES_IN_MEMORY * settings.responseMaxBytes(), env.timers());
        this.settings = settings;
        this.brokerEpoch = brokerEpoch;
    }

    @Override
    public void brokerAt(int brokerId, HostPort address) {
        addresses.put(brokerId, address);
        LeaderFetcher fetcher = byLeader.get(brokerId);
        if (fetcher != null) {
            fetcher.leaderAt(address);
        }
    }

    @Override
    public void follow(int leader, Uuid topicId, PartitionLog log, int leaderEpoch) {
        unfollow(log);
        FollowedPartition partition = new FollowedPartition(topicId, log, leaderEpoch);
        LeaderFetcher fetcher = byLeader.get(leader);
        if (fetcher == null) {
            fetcher = new LeaderFetcher(env, buffers, settings, brokerEpoch);
            byLeader.put(leader, fetcher);
            HostPort address = addresses.get(leader);
            if (address != null) {
                fetcher.leaderAt(address);
            }
        }
        fetcher.add(partition);
        byLog.put(log, new Followed(partition, fetcher));
    }

    @Override
    public int epochOf(PartitionLog log) {
        Followed followed = byLog.get(log);
        return followed == null ? NO_EPOCH : followed.partition.leaderEpoch();
    }

    @Override
    public void unfollow(PartitionLog log) {
        Followed followed = byLog.remove(log);
        if (followed != null) {
            followed.fetcher.remove(followed.partition);
        }
    }

    @Override
    public void onForced(PartitionLog log) {
        Followed followed = byLog.get(log);
        if (followed != null) {
            followed.fetcher.onForced(followed.partition);
        }
    }

    @Override
    public void onAppendable(PartitionLog log) {
        Followed followed = byLog.get(log);
        if (followed != null) {
            followed.fetcher.onAppendable(followed.partition);
        }
    }

    @Override
    public void endTurn() {
        buffers.endTurn();
        boolean idle = false;
        for (LeaderFetcher fetcher : byLeader.values()) {
            fetcher.endTurn();
            idle |= fetcher.isEmpty();
        }
        if (idle) {
            byLeader.values().removeIf(LeaderFetchers::stopIfEmpty);
        }
    }

    /** A fetcher that nobody needs any more ends. */
    private static boolean stopIfEmpty(LeaderFetcher fetcher) {
        if (fetcher.isEmpty()) {
            fetcher.stop();
        }
        return fetcher.isEmpty();
    }

    @Override
    public void stop() {
        byLog.clear();
        byLeader.values().forEach(LeaderFetcher::stop);
        byLeader.clear();
    }
}
