package dev.seedlog.log;

import java.util.ArrayDeque;
import java.util.Collection;

/** Makes the logs of one shard in one directory durable and closes them, a bounded number at once. */
final class CleanClosing {

    private static final int AT_ONCE = 64;

    private final ArrayDeque<PartitionLog> left;
    private final Runnable onClosed;
    private int closing = 1;

    /** Begins; {@code onClosed} is called once, when all are closed; never if the directory goes offline meanwhile. */
    static void begin(Collection<PartitionLog> logs, Runnable onClosed) {
        CleanClosing closing = new CleanClosing(logs, onClosed);
        closing.closeNext(AT_ONCE);
        closing.oneClosed();
    }

    private CleanClosing(Collection<PartitionLog> logs, Runnable onClosed) {
        this.left = new ArrayDeque<>(logs);
        this.onClosed = onClosed;
    }

    private void closeNext(int count) {
        for (int i = 0; i < count && !left.isEmpty(); i++) {
            PartitionLog log = left.removeFirst();
            closing++;
            log.closeCleanly(() -> {
                closeNext(1);
                oneClosed();
            });
        }
    }

    private void oneClosed() {
        if (--closing == 0) {
            onClosed.run();
        }
    }
}
