package dev.seedlog.real;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads for what must not block a shard: daemons, each with a queue of its own, started when first needed. */
final class HelperThreads {

    private HelperThreads() {
    }

    static ThreadPoolExecutor single(String threadName) {
        return new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
            Thread thread = new Thread(work, threadName);
            thread.setDaemon(true);
            return thread;
        });
    }
}
