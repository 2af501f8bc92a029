package dev.seedlog.replica.follow;

import dev.seedlog.wire.message.FetchRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A follower's side of a fetch session (KIP-227): a fetch says only what changed since the one before, so its cost goes
 * with what happens and not with the number of partitions.
 */
final class FollowerSession {

    private static final int NONE = 0;

    private final FollowerRequests requests;
    /** What the leader fetches for this session. */
    private final Set<PartitionKey> members = new LinkedHashSet<>();
    private int id = NONE;
    private int epoch;

    FollowerSession(FollowerRequests requests) {
        this.requests = requests;
    }

    /**
     * The next fetch.
     *
     * @param all what is followed
     * @param changed what may have another position, or may be asked for again or no more; emptied if there is a fetch
     * @return null if there is nothing to ask for
     */
    FetchRequest next(long brokerEpoch, Map<PartitionKey, FollowedPartition> all, Set<PartitionKey> changed) {
        List<FollowedPartition> wanted = new ArrayList<>();
        List<PartitionKey> forgotten = new ArrayList<>();
        int count = members.size();
        for (PartitionKey key : epoch == 0 ? all.keySet() : changed) {
            FollowedPartition partition = all.get(key);
            if (partition != null && partition.isReady()) {
                if (partition.movedInSession()) {
                    wanted.add(partition);
                    count += members.contains(key) ? 0 : 1;
                }
            } else if (members.contains(key)) {
                forgotten.add(key);
                count--;
            }
        }
        if (count == 0) {
            return null;
        }
        for (FollowedPartition partition : wanted) {
            members.add(PartitionKey.of(partition));
        }
        for (PartitionKey key : forgotten) {
            members.remove(key);
            if (all.get(key) != null) {
                all.get(key).outOfSession();
            }
        }
        changed.clear();
        return requests.fetch(brokerEpoch, id, epoch, wanted, forgotten);
    }

    /** A fetch was answered; {@code sessionId} is the session that the leader has for it. */
    void answered(int sessionId, Collection<FollowedPartition> all) {
        if (sessionId == NONE) {
            reset(all);
        } else {
            id = sessionId;
            epoch = epoch == Integer.MAX_VALUE ? 1 : epoch + 1;
        }
    }

    /** Nobody knows what the leader remembers: the next fetch says all. */
    void reset(Collection<FollowedPartition> all) {
        id = NONE;
        epoch = 0;
        members.clear();
        all.forEach(FollowedPartition::outOfSession);
    }
}
