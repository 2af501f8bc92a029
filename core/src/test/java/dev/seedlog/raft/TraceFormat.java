package dev.seedlog.raft;

import dev.seedlog.wire.ErrorCode;
import java.util.List;

/** One line for each thing that a kernel does, short enough that a script's expectation can be read. */
final class TraceFormat {

    private TraceFormat() {
    }

    static String effect(int node, RaftEffect effect) {
        String text;
        if (effect instanceof RaftEffect.SendRequest send) {
            return node + " -> " + send.destinationId() + " " + request(send.request());
        } else if (effect instanceof RaftEffect.Reply reply) {
            text = "reply " + response(reply.response());
        } else if (effect instanceof RaftEffect.ReplyWithRecords reply) {
            text = "reply " + response(reply.header()) + " records " + reply.fromOffset() + ".." + reply.toOffset();
        } else if (effect instanceof RaftEffect.ReplyWithSnapshot reply) {
            text = "reply " + response(reply.header());
        } else if (effect instanceof RaftEffect.RoleChanged changed) {
            text = changed.role() + " epoch=" + changed.epoch() + " leader=" + id(changed.leaderId())
                    + (changed.epochStartOffset() >= 0 ? " from " + changed.epochStartOffset() : "");
        } else if (effect instanceof RaftEffect.PersistQuorumState persist) {
            text = "persist " + quorum(persist.state());
        } else {
            text = logEffect(effect);
        }
        return node + " " + text;
    }

    private static String logEffect(RaftEffect effect) {
        if (effect instanceof RaftEffect.AppendLeaderChange append) {
            return "append leader-change at " + append.offset() + " voters=" + append.change().voters() + " granting="
                    + append.change().grantingVoters();
        } else if (effect instanceof RaftEffect.AppendRecords append) {
            return "append " + ((TestPayload) append.payload()).entries().stream().map(TestEntry::value).toList()
                    + " at " + append.baseOffset() + " epoch=" + append.epoch();
        } else if (effect instanceof RaftEffect.AppendVoters append) {
            return "append voters " + append.voters().voters().stream().map(voter -> voter.key().id()).toList()
                    + " at " + append.offset() + " epoch=" + append.epoch();
        } else if (effect instanceof RaftEffect.RefuseAppend refuse) {
            return "refuse append " + refuse.error();
        } else if (effect instanceof RaftEffect.AppendFetched append) {
            return "append fetched " + ((TestPayload) append.batches().payload()).entries() + " at "
                    + append.batches().baseOffset();
        } else if (effect instanceof RaftEffect.ForceLog force) {
            return "force to " + force.endOffset() + " generation=" + force.generation();
        } else if (effect instanceof RaftEffect.TruncateLog truncate) {
            return "truncate to " + truncate.endOffset() + " generation=" + truncate.generation();
        } else if (effect instanceof RaftEffect.CommitAdvanced commit) {
            return "commit to " + commit.highWatermark();
        } else {
            return snapshotEffect(effect);
        }
    }

    private static String snapshotEffect(RaftEffect effect) {
        if (effect instanceof RaftEffect.BeginSnapshot begin) {
            return "begin snapshot " + snapshot(begin.id());
        } else if (effect instanceof RaftEffect.WriteSnapshot write) {
            return "write snapshot at " + write.position() + " " + ((TestPayload) write.bytes()).entries();
        } else if (effect instanceof RaftEffect.AbandonSnapshot abandon) {
            return "abandon snapshot " + snapshot(abandon.id());
        } else if (effect instanceof RaftEffect.InstallSnapshot install) {
            return "install snapshot " + snapshot(install.id()) + " generation=" + install.generation();
        } else if (effect instanceof RaftEffect.LoadSnapshot load) {
            return "load snapshot " + snapshot(load.id());
        } else if (effect instanceof RaftEffect.ReleaseLogBefore release) {
            return "release log before " + snapshot(release.id());
        } else if (effect instanceof RaftEffect.ShutdownCompleted completed) {
            return "shutdown completed" + (completed.timedOut() ? " late" : "");
        }
        throw new IllegalArgumentException("no format for " + effect);
    }

    static String request(RaftRequest request) {
        if (request instanceof RaftRequest.Vote vote) {
            return (vote.preVote() ? "PreVote" : "Vote") + " epoch=" + vote.epoch() + " end=" + vote.lastOffset() + "@"
                    + vote.lastEpoch();
        } else if (request instanceof RaftRequest.BeginQuorumEpoch begin) {
            return "BeginQuorumEpoch epoch=" + begin.leaderEpoch();
        } else if (request instanceof RaftRequest.EndQuorumEpoch end) {
            return "EndQuorumEpoch epoch=" + end.leaderEpoch() + " successors="
                    + ids(end.preferredCandidates());
        } else if (request instanceof RaftRequest.FetchSnapshot fetch) {
            return "FetchSnapshot epoch=" + fetch.currentLeaderEpoch() + " " + snapshot(fetch.snapshotId())
                    + " position=" + fetch.position();
        } else if (request instanceof RaftRequest.UpdateVoter update) {
            return "UpdateVoter epoch=" + update.currentLeaderEpoch() + " " + update.voter().endpoints().all();
        }
        RaftRequest.Fetch fetch = (RaftRequest.Fetch) request;
        return "Fetch epoch=" + fetch.currentLeaderEpoch() + " from=" + fetch.fetchOffset() + "@"
                + fetch.lastFetchedEpoch() + " hw=" + fetch.highWatermark();
    }

    static String response(RaftResponse response) {
        if (response instanceof RaftResponse.Refused refused) {
            return "Refused " + refused.error();
        } else if (response instanceof RaftResponse.Vote vote) {
            return "Vote " + common(vote.error(), vote.leader()) + (vote.granted() ? " granted" : " rejected");
        } else if (response instanceof RaftResponse.BeginQuorumEpoch begin) {
            return "BeginQuorumEpoch " + common(begin.error(), begin.leader());
        } else if (response instanceof RaftResponse.EndQuorumEpoch end) {
            return "EndQuorumEpoch " + common(end.error(), end.leader());
        } else if (response instanceof RaftResponse.VoterChange change) {
            return "VoterChange " + change.error();
        } else if (response instanceof RaftResponse.UpdateVoter update) {
            return "UpdateVoter " + common(update.error(), update.leader());
        } else if (response instanceof RaftResponse.FetchSnapshot fetch) {
            return "FetchSnapshot " + common(fetch.error(), fetch.leader()) + " " + snapshot(fetch.snapshotId())
                    + " position=" + fetch.position() + " of " + fetch.sizeBytes();
        }
        RaftResponse.Fetch fetch = (RaftResponse.Fetch) response;
        return "Fetch " + common(fetch.error(), fetch.leader()) + " hw=" + fetch.highWatermark()
                + (fetch.divergingEpoch().isPresent() ? " diverging=" + fetch.divergingEpoch().offset() + "@"
                        + fetch.divergingEpoch().epoch() : "")
                + (fetch.snapshotId().isPresent() ? " snapshot=" + snapshot(fetch.snapshotId()) : "");
    }

    static String state(TestNode node) {
        if (!node.isUp()) {
            return node.id() + " down, on disk: " + quorum(node.durableQuorum) + " log=" + node.log.durable().entries();
        }
        QuorumState quorum = node.kernel.quorumState();
        return node.id() + " " + node.kernel.role() + " " + quorum(quorum) + " hw=" + node.kernel.highWatermark()
                + " log=" + (node.log.startOffset() > 0 ? "from " + node.log.startOffset() + " " : "")
                + node.log.entries.subList((int) node.log.startOffset(), node.log.entries.size());
    }

    private static String quorum(QuorumState state) {
        return "epoch=" + state.epoch() + " leader=" + id(state.leaderId()) + " voted=" + id(state.voted().id());
    }

    private static String common(ErrorCode error, LeaderInfo leader) {
        return (error == ErrorCode.NONE ? "" : error + " ") + "epoch=" + leader.epoch() + " leader="
                + id(leader.leaderId());
    }

    private static String snapshot(SnapshotId id) {
        return id.endOffset() + "@" + id.epoch();
    }

    private static String id(int id) {
        return id < 0 ? "none" : Integer.toString(id);
    }

    private static List<Integer> ids(List<ReplicaKey> keys) {
        return keys.stream().map(ReplicaKey::id).toList();
    }
}
