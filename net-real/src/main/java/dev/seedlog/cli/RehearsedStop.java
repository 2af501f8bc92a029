package dev.seedlog.cli;

import dev.seedlog.base.HostPort;
import dev.seedlog.client.Rehearsal;
import dev.seedlog.real.NodeListener;
import dev.seedlog.real.RealNode;
import dev.seedlog.real.RealNodeOptions;
import dev.seedlog.record.CodecInstances;
import java.util.concurrent.CountDownLatch;

/** Has a client do once what clients do first, on a node of its own, and then stops both. */
final class RehearsedStop implements NodeListener {

    private final CountDownLatch over = new CountDownLatch(1);

    /**
     * Begins; it goes on in a thread of its own.
     *
     * @param stop stops the node that serves the client, in that thread
     */
    static void begin(HostPort bootstrap, Runnable stop) {
        RehearsedStop rehearsed = new RehearsedStop();
        RealNode client = RealNode.start(RealNodeOptions.named("rehearsal"),
                new Rehearsal(bootstrap, CodecInstances.fastest(), committed -> rehearsed.over.countDown()), rehearsed);
        new Thread(() -> {
            try {
                rehearsed.over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            client.close();
            stop.run();
        }, "rehearsed stop").start();
    }

    @Override
    public void ready(HostPort at) {
        // Clients serve nobody.
    }

    @Override
    public void fatal(int exitStatus, String why) {
        over.countDown();
    }

    @Override
    public void stopped() {
        over.countDown();
    }
}
