package dev.seedlog.broker.quorum;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.base.Invariant;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.log.AppendOrigin;
import dev.seedlog.log.AppendResult;
import dev.seedlog.log.LogRead;
import dev.seedlog.log.PartitionLog;
import dev.seedlog.raft.QuorumStateFile;
import dev.seedlog.raft.RaftEffect;
import dev.seedlog.raft.RaftInput;
import dev.seedlog.raft.RaftRole;
import dev.seedlog.raft.SnapshotId;
import dev.seedlog.raft.message.ControlRecords;
import dev.seedlog.raft.message.SlicePayload;
import dev.seedlog.wire.Payload;
import java.util.TreeMap;
import org.agrona.MutableDirectBuffer;

/** Carries out what the kernel wants, on log, disk and network. */
final class RaftEffects {

    private final RaftDriver driver;
    private final ShardEnv env;
    private final QuorumTools tools;
    private final PartitionLog log;
    private final SnapshotStore snapshots;
    private final QuorumPeers peers;
    private final QuorumStateStore quorumState;
    private final SnapshotRetention retention;
    private final TreeMap<Long, RaftReply> replies = new TreeMap<>();
    private long nextRequestId;
    private RaftEffect.ForceLog force;
    private boolean forceRequested;
    private RaftInput whenAppendable;

    RaftEffects(RaftDriver driver, ShardEnv env, QuorumTools tools, PartitionLog log, SnapshotStore snapshots,
                QuorumPeers peers) {
        this.driver = driver;
        this.env = env;
        this.tools = tools;
        this.log = log;
        this.snapshots = snapshots;
        this.peers = peers;
        this.quorumState = new QuorumStateStore(env.disk(), log.directory(),
                generation -> driver.give(new RaftInput.QuorumStatePersisted(generation)), driver::diskFailed);
        this.retention = new SnapshotRetention(env, log, snapshots, driver.settings().snapshots(),
                new SnapshotReader(env.disk(), tools.records()));
    }

    /** Keeps where a request's reply goes; the number names it to the kernel. */
    long expectReply(RaftReply reply) {
        replies.put(++nextRequestId, reply);
        return nextRequestId;
    }

    void carryOut(RaftEffect effect) {
        if (effect instanceof RaftEffect.PersistQuorumState persist) {
            quorumState.write(persist.generation(),
                    QuorumStateFile.write(persist.state(), persist.kraftVersion(), driver.voters()));
        } else if (effect instanceof RaftEffect.SendRequest send) {
            peers.send(send);
        } else if (effect instanceof RaftEffect.Reply reply) {
            replies.remove(reply.requestId()).reply(reply.response(), Payload.EMPTY);
        } else if (effect instanceof RaftEffect.ReplyWithRecords reply) {
            replyWithRecords(reply);
        } else if (effect instanceof RaftEffect.ReplyWithSnapshot reply) {
            replies.remove(reply.requestId()).reply(reply.header(), Payload.of(snapshots.region(
                    reply.header().snapshotId(), reply.header().position(), reply.maxBytes())));
        } else if (effect instanceof RaftEffect.CommitAdvanced commit) {
            driver.later(() -> committed(commit.highWatermark()));
        } else if (effect instanceof RaftEffect.LoadSnapshot load) {
            driver.later(() -> driver.listener().onLoadSnapshot(load.id()));
        } else if (effect instanceof RaftEffect.RoleChanged changed) {
            driver.later(() -> {
                log.write();
                if (changed.role() == RaftRole.LEADER) {
                    tools.observer().leads(driver.settings().nodeId(), changed.epoch());
                }
                driver.listener().onRole(changed.role(), changed.epoch(), changed.leaderId());
            });
        } else if (effect instanceof RaftEffect.ShutdownCompleted) {
            driver.shutdownCompleted();
        } else {
            carryOutOnLog(effect);
        }
    }

    private void carryOutOnLog(RaftEffect effect) {
        if (effect instanceof RaftEffect.AppendRecords append) {
            append(append.baseOffset(), append.epoch(), ((SlicePayload) append.payload()).slice());
            driver.appended(append.baseOffset());
        } else if (effect instanceof RaftEffect.AppendLeaderChange append) {
            BufferSlice built = ControlRecords.leaderChangeBatch(tools.builder(), append.offset(), append.change(),
                    env.clock().epochMillis());
            append(append.offset(), append.change().epoch(), BufferSlice.of(built.toByteArray()));
        } else if (effect instanceof RaftEffect.AppendVoters append) {
            BufferSlice built = ControlRecords.votersBatch(tools.builder(), append, env.clock().epochMillis());
            append(append.offset(), append.epoch(), BufferSlice.of(built.toByteArray()));
        } else if (effect instanceof RaftEffect.AppendFetched append) {
            BufferSlice batches = ((SlicePayload) append.batches().payload()).slice();
            AppendResult result = log.appendAsFollower(batches.buffer(), batches.offset(), batches.lengthBytes());
            Invariant.check(result.isInLog() && result.baseOffset() == append.batches().baseOffset(), "quorum-append",
                    "what was fetched continues the log");
        } else if (effect instanceof RaftEffect.ForceLog wanted) {
            force = wanted;
            forceRequested = false;
        } else if (effect instanceof RaftEffect.TruncateLog truncate) {
            truncate(truncate);
        } else if (effect instanceof RaftEffect.BeginSnapshot begin) {
            snapshots.beginDownload(begin.id());
        } else if (effect instanceof RaftEffect.WriteSnapshot write) {
            snapshots.write(write.position(), ((SlicePayload) write.bytes()).slice());
        } else if (effect instanceof RaftEffect.AbandonSnapshot abandon) {
            snapshots.abandonDownload(abandon.id());
        } else if (effect instanceof RaftEffect.InstallSnapshot install) {
            install(install);
        } else if (effect instanceof RaftEffect.ReleaseLogBefore) {
            retention.apply();
        }
        // A refused append needs nothing: who appended sees that it has no offset.
    }

    private void append(long baseOffset, int epoch, BufferSlice batch) {
        AppendResult result = log.appendAsLeader((MutableDirectBuffer) batch.buffer(), batch.offset(),
                batch.lengthBytes(), epoch, AppendOrigin.REPLICATION);
        Invariant.check(result.isInLog() && result.baseOffset() == baseOffset, "quorum-append",
                "a leader appends at the log's end");
    }

    private void replyWithRecords(RaftEffect.ReplyWithRecords reply) {
        log.write();
        LogRead read = log.read(reply.fromOffset(), Math.max(1, reply.maxBytes()), true, reply.toOffset());
        replies.remove(reply.requestId()).reply(reply.header(),
                read.region() == null ? Payload.EMPTY : Payload.of(read.region()));
    }

    private void committed(long highWatermark) {
        log.write();
        log.highWatermark(highWatermark);
        driver.listener().onCommitted(highWatermark);
    }

    private void truncate(RaftEffect.TruncateLog truncate) {
        log.write();
        force = null;
        boolean dropped = log.truncateTo(truncate.endOffset());
        Invariant.check(log.logEndOffset() == truncate.endOffset(), "quorum-truncation",
                "a truncation ends between batches", log.logEndOffset(), truncate.endOffset());
        RaftInput done = new RaftInput.LogTruncated(truncate.generation());
        if (dropped) {
            whenAppendable = done;
        } else {
            driver.give(done);
        }
    }

    private void install(RaftEffect.InstallSnapshot install) {
        log.write();
        force = null;
        snapshots.finishDownload(install.id(), failure -> {
            if (failure != null) {
                driver.diskFailed(failure);
            } else {
                driver.guarded(() -> replaceBy(install));
            }
        });
    }

    private void replaceBy(RaftEffect.InstallSnapshot install) {
        SnapshotId id = install.id();
        whenAppendable = new RaftInput.SnapshotInstalled(install.generation(), id, driver.readControls(id));
        log.truncateFullyAndStartAt(id.endOffset());
    }

    /** Whether there is a force to ask for. */
    boolean wantsForce() {
        return force != null && !forceRequested && log.isAppendable();
    }

    /** The turn's appends are written: what is to be forced can be. */
    void requestForces() {
        if (force != null && log.isAppendable()) {
            onForced();
            if (force != null && !forceRequested) {
                // A force covers what is written, and what was forced just now may have led to more appends.
                log.write();
                forceRequested = true;
                log.requestForce();
            }
        }
    }

    /** Reports the force that the kernel waits for, if all of it is forced. */
    void onForced() {
        if (force != null && log.isAppendable() && log.forcedEndOffset() >= force.endOffset()) {
            RaftInput done = new RaftInput.LogForced(force.generation(), force.endOffset());
            force = null;
            driver.give(done);
        }
    }

    void onAppendable() {
        if (whenAppendable != null) {
            RaftInput done = whenAppendable;
            whenAppendable = null;
            driver.give(done);
        }
    }
}
