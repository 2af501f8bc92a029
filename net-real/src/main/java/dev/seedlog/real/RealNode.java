package dev.seedlog.real;

import dev.seedlog.base.HostPort;
import dev.seedlog.env.NodeControl;
import dev.seedlog.env.NodeProgram;
import dev.seedlog.env.RandomSource;
import dev.seedlog.env.SeededRandom;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Selector;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.concurrent.OneToOneConcurrentArrayQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node that runs in this process: a thread for each shard.
 *
 * <p>It ends when every shard has stopped after {@link #stop()}, when one of them gives up
 * ({@link NodeControl#fatal}) or throws, or by {@link #abandon()}. Then all threads end, sockets and files are closed,
 * and, but after an abandonment, its listener hears how it ended.
 */
public final class RealNode implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RealNode.class);
    private static final int EXIT_STATUS_FAILED = 5;
    /** A shard that hangs in the kernel must not keep a node that failed from saying so. */
    private static final long FATAL_WAIT_MS = 3_000;
    private static final long STOP_WAIT_MS = 10_000;
    private static final long CLOSE_WAIT_MS = 30_000;

    private final RealNodeOptions options;
    private final NodeListener listener;
    private final NodeServices services;
    private final ShardLoop[] loops;
    private final Thread[] threads;
    private final CountDownLatch running;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<Failure> failure = new AtomicReference<>();
    private final AtomicBoolean finishing = new AtomicBoolean();
    private volatile boolean abandoned;

    private RealNode(RealNodeOptions options, NodeListener listener) throws IOException {
        this.options = options;
        this.listener = listener;
        this.services = new NodeServices(new DiskLanes(options.name(), options.forceThreads()),
                new HostNames(options.name()), new OpenFiles(), new SharedListeners());
        this.loops = new ShardLoop[options.shards()];
        this.threads = new Thread[options.shards()];
        this.running = new CountDownLatch(options.shards());
        Selector[] selectors = new Selector[options.shards()];
        Parking[] parkings = new Parking[options.shards()];
        for (int i = 0; i < loops.length; i++) {
            selectors[i] = Selector.open();
            parkings[i] = new Parking(selectors[i]);
        }
        OneToOneConcurrentArrayQueue<Object>[][] mailboxes =
                RealShards.mailboxes(options.shards(), options.mailboxSlots());
        for (int i = 0; i < loops.length; i++) {
            RealShards shards = new RealShards(i, options.mailboxSlots(), mailboxes, parkings);
            loops[i] = new ShardLoop(selectors[i], parkings[i], shards, options, services);
        }
    }

    /**
     * Starts a node. The program is created and started on the shards' threads; its errors go to the listener.
     *
     * @throws UncheckedIOException if the system has no file descriptors left
     */
    public static RealNode start(RealNodeOptions options, NodeProgram program, NodeListener listener) {
        try {
            RealNode node = new RealNode(options, listener);
            node.startThreads(program, new SeededRandom(Entropy.seed()));
            return node;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + options.name(), e);
        }
    }

    private void startThreads(NodeProgram program, RandomSource random) {
        for (int i = 0; i < threads.length; i++) {
            int shard = i;
            RandomSource own = random.fork("shard-" + shard);
            threads[i] = new Thread(() -> runShard(shard, program, own), options.name() + "-shard-" + shard);
        }
        for (Thread thread : threads) {
            thread.start();
        }
    }

    private void runShard(int shard, NodeProgram program, RandomSource random) {
        try {
            loops[shard].run(program, random, new Control(loops[shard]));
        } catch (Throwable e) {
            // Whatever it was, what this shard believes is no longer what is.
            LOG.error("shard {} of {} failed", shard, options.name(), e);
            fail(EXIT_STATUS_FAILED, "shard " + shard + " of " + options.name() + " failed: " + e);
        }
        running.countDown();
        Failure mine = failure.get();
        if (mine != null && mine.thread == Thread.currentThread()) {
            awaitOthers();
            finish();
        } else if (running.getCount() == 0) {
            finish();
        }
    }

    private void awaitOthers() {
        try {
            running.await(FATAL_WAIT_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The first failure is the one that is told. */
    private void fail(int exitStatus, String why) {
        if (failure.compareAndSet(null, new Failure(exitStatus, why, Thread.currentThread()))) {
            abandonLoops();
        }
    }

    private void finish() {
        if (!finishing.compareAndSet(false, true)) {
            return;
        }
        try {
            Failure why = failure.get();
            services.stop(why == null ? STOP_WAIT_MS : FATAL_WAIT_MS);
            if (why != null) {
                listener.fatal(why.exitStatus, why.message);
            } else if (!abandoned) {
                listener.stopped();
            }
        } finally {
            ended.countDown();
        }
    }

    /** Asks every shard for a clean stop. Returns at once; from any thread. */
    public void stop() {
        for (ShardLoop loop : loops) {
            loop.stop();
        }
    }

    /** Ends the node as a kill would: each shard after its turn, without telling its program or the listener. */
    public void abandon() {
        abandoned = true;
        abandonLoops();
    }

    private void abandonLoops() {
        for (ShardLoop loop : loops) {
            loop.abandon();
        }
    }

    /**
     * Waits until the node has ended and the listener has heard so.
     *
     * @return whether it has, within this time
     */
    public boolean awaitEnd(long timeoutMs) throws InterruptedException {
        return ended.await(timeoutMs, TimeUnit.MILLISECONDS);
    }

    /** Abandons the node if it still runs, and waits for its end. */
    @Override
    public void close() {
        abandon();
        try {
            if (!awaitEnd(CLOSE_WAIT_MS)) {
                LOG.warn("{} has not ended", options.name());
            }
            for (Thread thread : threads) {
                thread.join(CLOSE_WAIT_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Why the node fails, and which shard's thread has to say so. */
    private record Failure(int exitStatus, String message, Thread thread) {
    }

    /** What one shard's program tells. */
    private final class Control implements NodeControl {
        private final ShardLoop loop;

        private Control(ShardLoop loop) {
            this.loop = loop;
        }

        @Override
        public void ready(HostPort bootstrap) {
            listener.ready(bootstrap);
        }

        @Override
        public void stopped() {
            loop.programStopped();
        }

        @Override
        public void fatal(int exitStatus, String why) {
            fail(exitStatus, why);
            // What this turn answers still leaves.
            loop.programStopped();
        }
    }
}
