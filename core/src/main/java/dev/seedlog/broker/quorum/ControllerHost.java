package dev.seedlog.broker.quorum;

import dev.seedlog.broker.control.ControllerCall;
import dev.seedlog.broker.control.ControllerGateway;
import dev.seedlog.controller.Controller;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.Timer;
import dev.seedlog.machine.Command;
import dev.seedlog.machine.MachineHost;
import dev.seedlog.machine.MachineRefusals;
import dev.seedlog.machine.MachineStage;
import dev.seedlog.machine.Reply;
import dev.seedlog.metadata.MetadataRecord;
import dev.seedlog.raft.SnapshotId;
import dev.seedlog.record.RecordBatch;
import dev.seedlog.wire.WireMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The controller where this node leads the quorum: it reads snapshot and log, a bounded part a turn, and decides as
 * soon as all of that is committed.
 */
public final class ControllerHost implements ControllerGateway {

    private static final int MOST_ANSWERS_WAITING = 10_000;
    private static final int READS_PER_TURN = 4;
    private static final long NANOS_PER_MS = 1_000_000L;

    private final ShardEnv env;
    private final RaftDriver driver;
    private final QuorumTools tools;
    private final Controller controller;
    private final MetadataMachineLog log;
    private final MachineHost<MetadataRecord> host;
    private final Timer next;
    private long loadedOffset;

    ControllerHost(ShardEnv env, RaftDriver driver, QuorumTools tools, Controller controller) {
        this.env = env;
        this.driver = driver;
        this.tools = tools;
        this.controller = controller;
        this.log = new MetadataMachineLog(env, driver, tools.builder());
        this.host = new MachineHost<>(controller, log, MachineRefusals.CONTROLLER, env.clock(), env.timers(),
                env.faults(), MOST_ANSWERS_WAITING);
        this.next = env.timers().create("controller load", () -> driver.guarded(this::load));
    }

    /** This node leads an epoch. */
    void begin(int epoch) {
        end();
        host.begin(epoch);
        loadedOffset = driver.log().logStartOffset();
        SnapshotId snapshot = driver.snapshots().upTo(driver.log().logEndOffset());
        if (snapshot.isPresent()) {
            long offset = Math.max(0, snapshot.endOffset() - 1);
            new SnapshotReader(env.disk(), tools.records()).read(driver.snapshots().path(snapshot), offset).records()
                    .forEach(record -> host.replay(record, offset));
            loadedOffset = Math.max(loadedOffset, snapshot.endOffset());
        }
        load();
    }

    private void load() {
        if (host.stage() != MachineStage.LOADING) {
            return;
        }
        long end = driver.log().logEndOffset();
        for (int reads = 0; reads < READS_PER_TURN && loadedOffset < end; reads++) {
            loadedOffset = driver.reader().readSome(loadedOffset, end, this::replay);
        }
        if (loadedOffset < end) {
            next.startIn(0);
            return;
        }
        host.loaded();
        resignIfIdle();
    }

    private void replay(RecordBatch batch) {
        if (batch.isControl()) {
            return;
        }
        List<MetadataRecord> records = new ArrayList<>(batch.recordCount());
        SnapshotReader.decode(tools.records(), batch, batch.baseOffset(), records);
        long offset = batch.baseOffset();
        for (MetadataRecord record : records) {
            host.replay(record, offset);
            offset++;
        }
    }

    /** More is committed, and all who follow the metadata have heard of it. */
    void committed(long highWatermark) {
        log.highWatermark(highWatermark);
        if (host.stage() != MachineStage.IDLE) {
            host.highWatermarkMoved();
            resignIfIdle();
        }
    }

    /** A controller that could not begin must not keep others from leading. */
    private void resignIfIdle() {
        if (host.stage() == MachineStage.IDLE) {
            driver.resign(host.epoch());
        }
    }

    /** This node does not lead any more. */
    void end() {
        next.stop();
        host.end();
    }

    /** Whether the controller decides here. */
    public boolean isActive() {
        return host.stage() == MachineStage.ACTIVE;
    }

    /** The epoch that it decides in, meaningful while it is active. */
    public int epoch() {
        return host.epoch();
    }

    @Override
    public <Q extends WireMessage, A extends WireMessage> void submit(ControllerCall<Q, A> call, short version,
                                                                      Q request, long timeoutMs, Reply<A> reply) {
        submit(active -> call.command(active, request, version), timeoutMs, reply);
    }

    /** Has the controller decide a command of its own. */
    public <A> void submit(Function<Controller, Command<MetadataRecord, A>> command, long timeoutMs, Reply<A> reply) {
        long deadline = env.clock().nanoTime() + Math.min(Math.max(0, timeoutMs), Long.MAX_VALUE / (4 * NANOS_PER_MS))
                * NANOS_PER_MS;
        host.submit(command.apply(controller), deadline, reply);
    }
}
