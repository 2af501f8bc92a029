package dev.seedlog.raft;

import dev.seedlog.env.RandomSource;
import dev.seedlog.env.SeededRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A driver of one kernel: carries out its effects on memory, and keeps what is to be forced until a test says that it
 * is. It is the smallest example of how a kernel is embedded.
 */
final class TestNode {

    /** Bugs of a driver that tests plant to see that they would be found. */
    enum Mutation {
        NONE, COUNTS_UNFORCED_RECORDS, SENDS_BEFORE_VOTE_IS_FORCED, FORGETS_ITS_VOTE
    }

    /** Work for the disk that is under way. */
    record Io(String what, RaftInput done, Runnable durable) {
    }

    /** Where a request came from. */
    record Origin(int nodeId, int life, long correlationId) {
    }

    /** What the node wants sent. */
    interface Wire {
        void request(TestNode from, RaftEffect.SendRequest send);

        void response(TestNode from, Origin to, RaftResponse response);

        void effect(TestNode from, RaftEffect effect);
    }

    final RaftIdentity identity;
    final TestLog log = new TestLog();
    final ArrayDeque<Io> quorumIo = new ArrayDeque<>();
    final ArrayDeque<Io> logIo = new ArrayDeque<>();
    final Map<Long, Origin> origins = new LinkedHashMap<>();
    final Map<Long, RaftRequest> requests = new LinkedHashMap<>();
    QuorumState durableQuorum = QuorumState.INITIAL;
    RaftKernel kernel;
    long deadline = RaftKernel.NO_DEADLINE;
    int life;
    private final RaftTimeouts timeouts;
    private final VoterSet voters;
    private final Wire wire;
    private final Mutation mutation;
    private final ArrayDeque<RaftInput> inputs = new ArrayDeque<>();
    private List<TestEntry> download = new ArrayList<>();
    private long nextRequestId;
    private long generation;

    TestNode(RaftIdentity identity, RaftTimeouts timeouts, VoterSet voters, Wire wire, Mutation mutation) {
        this.identity = identity;
        this.timeouts = timeouts;
        this.voters = voters;
        this.wire = wire;
        this.mutation = mutation;
    }

    int id() {
        return identity.local().id();
    }

    boolean isUp() {
        return kernel != null;
    }

    void start(long seed, long now) {
        life++;
        generation = 0;
        if (mutation == Mutation.FORGETS_ITS_VOTE) {
            durableQuorum = new QuorumState(durableQuorum.epoch(), -1, ReplicaKey.NONE);
        }
        kernel = new RaftKernel(new RaftKernel.Setup(identity, timeouts, log, new ControlHistory(voters)),
                durableQuorum, new SeededRandom(seed).fork("node-" + id() + "-life-" + life));
        step(new RaftInput.Start(), now);
    }

    /** Ends the process; with a source of chance, what was not forced survives or not, without one it is lost. */
    void powerCut(RandomSource random) {
        kernel = null;
        deadline = RaftKernel.NO_DEADLINE;
        int survive = random == null ? 0 : random.nextInt(quorumIo.size() + 1);
        for (int i = 0; i < survive; i++) {
            quorumIo.poll().durable().run();
        }
        quorumIo.clear();
        // What is written in place survives in part; a rename that was not forced did not happen.
        logIo.clear();
        if (random == null) {
            log.powerCut();
        } else {
            log.powerCut(random);
        }
        origins.clear();
        inputs.clear();
        download = new ArrayList<>();
    }

    void receive(Origin from, RaftRequest request, long now) {
        long requestId = nextRequestId++;
        origins.put(requestId, from);
        requests.put(requestId, request);
        step(new RaftInput.RequestReceived(requestId, request), now);
    }

    void completeQuorumIo(long now) {
        complete(quorumIo, now);
    }

    void completeLogIo(long now) {
        complete(logIo, now);
    }

    private void complete(ArrayDeque<Io> queue, long now) {
        Io io = queue.poll();
        io.durable().run();
        if (io.done() != null) {
            step(io.done(), now);
        }
    }

    void step(RaftInput input, long now) {
        inputs.add(input);
        while (!inputs.isEmpty()) {
            RaftOutput output = kernel.step(inputs.poll(), now);
            for (RaftEffect effect : output.effects()) {
                wire.effect(this, effect);
                carryOut(effect);
            }
            deadline = output.nextDeadlineNanos();
        }
    }

    private void carryOut(RaftEffect effect) {
        if (effect instanceof RaftEffect.SendRequest send) {
            wire.request(this, send);
        } else if (effect instanceof RaftEffect.Reply reply) {
            wire.response(this, origins.remove(reply.requestId()), reply.response());
        } else if (effect instanceof RaftEffect.ReplyWithRecords reply) {
            wire.response(this, origins.remove(reply.requestId()), readRecords(reply));
        } else if (effect instanceof RaftEffect.ReplyWithSnapshot reply) {
            wire.response(this, origins.remove(reply.requestId()), readSnapshot(reply));
        } else if (effect instanceof RaftEffect.PersistQuorumState persist) {
            persist(persist);
        } else {
            carryOutOnLog(effect);
        }
    }

    private void carryOutOnLog(RaftEffect effect) {
        if (effect instanceof RaftEffect.AppendRecords append) {
            log.entries.addAll(((TestPayload) append.payload()).entries().stream()
                    .map(entry -> new TestEntry(append.epoch(), entry.value())).toList());
        } else if (effect instanceof RaftEffect.AppendLeaderChange append) {
            log.entries.add(new TestEntry(append.change().epoch(), "leader-" + append.change().leaderId()));
        } else if (effect instanceof RaftEffect.AppendFetched append) {
            log.entries.addAll(((TestPayload) append.batches().payload()).entries());
        } else if (effect instanceof RaftEffect.ForceLog force) {
            force(force);
        } else if (effect instanceof RaftEffect.TruncateLog truncate) {
            generation = truncate.generation();
            log.truncateTo(truncate.endOffset());
            TestLog.Image image = log.image();
            logIo.add(new Io("truncate", new RaftInput.LogTruncated(truncate.generation()),
                    () -> log.setDurable(durablePrefix(image))));
        } else if (effect instanceof RaftEffect.BeginSnapshot) {
            download = new ArrayList<>();
        } else if (effect instanceof RaftEffect.WriteSnapshot write) {
            download.addAll(((TestPayload) write.bytes()).entries());
        } else if (effect instanceof RaftEffect.InstallSnapshot install) {
            generation = install.generation();
            List<TestEntry> content = List.copyOf(download);
            logIo.add(new Io("install", new RaftInput.SnapshotInstalled(install.generation(), install.id(), List.of()),
                    () -> {
                        log.install(install.id(), content);
                        log.setDurable(log.image());
                    }));
        } else if (effect instanceof RaftEffect.ReleaseLogBefore release) {
            log.releaseBefore(release.id());
        }
    }

    /** A truncation makes durable that the rest is gone, not that what is left was forced. */
    private TestLog.Image durablePrefix(TestLog.Image truncated) {
        List<TestEntry> durable = log.durable().entries();
        int kept = 0;
        while (kept < durable.size() && kept < truncated.entries().size()
                && durable.get(kept).equals(truncated.entries().get(kept))) {
            kept++;
        }
        return new TestLog.Image(truncated.startOffset(), truncated.entries().subList(0, kept));
    }

    private void force(RaftEffect.ForceLog force) {
        TestLog.Image image = log.image();
        RaftInput done = new RaftInput.LogForced(force.generation(), force.endOffset());
        boolean tooEarly = mutation == Mutation.COUNTS_UNFORCED_RECORDS;
        logIo.add(new Io("force", tooEarly ? null : done, () -> {
            if (force.generation() == generation) {
                log.setDurable(image);
            }
        }));
        if (tooEarly) {
            inputs.add(done);
        }
    }

    private void persist(RaftEffect.PersistQuorumState persist) {
        RaftInput done = new RaftInput.QuorumStatePersisted(persist.generation());
        boolean tooEarly = mutation == Mutation.SENDS_BEFORE_VOTE_IS_FORCED;
        quorumIo.add(new Io("persist", tooEarly ? null : done, () -> durableQuorum = persist.state()));
        if (tooEarly) {
            inputs.add(done);
        }
    }

    /** Writes a snapshot of all that is committed, and lets the log before it go. */
    void snapshot(long now) {
        long end = kernel.highWatermark();
        SnapshotId id = new SnapshotId(end, log.entries.get((int) end - 1).epoch());
        if (!log.snapshots.containsKey(id)) {
            log.snapshots.put(id, List.copyOf(log.entries.subList(0, (int) end)));
            step(new RaftInput.SnapshotWritten(id), now);
        }
    }

    private RaftResponse readRecords(RaftEffect.ReplyWithRecords reply) {
        int from = (int) reply.fromOffset();
        int to = (int) Math.min(reply.toOffset(), from + Math.max(1, reply.maxBytes()));
        RaftResponse.Fetch header = reply.header();
        return new RaftResponse.Fetch(header.error(), header.leader(), header.highWatermark(), header.logStartOffset(),
                header.divergingEpoch(), header.snapshotId(), new FetchedBatches(from, to,
                log.entries.get(to - 1).epoch(), List.of(), TestPayload.of(log.entries.subList(from, to))));
    }

    private RaftResponse readSnapshot(RaftEffect.ReplyWithSnapshot reply) {
        RaftResponse.FetchSnapshot header = reply.header();
        List<TestEntry> content = log.snapshots.get(header.snapshotId());
        int from = (int) header.position();
        int to = Math.min(content.size(), from + reply.maxBytes());
        return new RaftResponse.FetchSnapshot(header.error(), header.leader(), header.snapshotId(), header.sizeBytes(),
                from, TestPayload.of(content.subList(from, to)));
    }
}
