package dev.seedlog.broker.control;

import dev.seedlog.base.HostPort;
import dev.seedlog.base.Invariant;
import dev.seedlog.base.Nanos;
import dev.seedlog.env.CloseReason;
import dev.seedlog.env.Connection;
import dev.seedlog.env.ConnectionHandler;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.Timer;
import java.util.function.LongConsumer;
import org.agrona.DirectBuffer;

/**
 * A controller's eye on the process of one registered broker: a connection to the broker's listener, on which nothing
 * is ever said. It is made after the registration was applied, and a process listens before it registers: so the other
 * end is the registered process, unless the address is translated. A process that is killed ends its connections and
 * then refuses new ones; both together, seen from here, are taken as a sign that it is gone ({@link WatchStage}).
 */
final class BrokerWatch {

    /** Between the two refusals that count. */
    private static final long SECOND_LOOK_NANOS = Nanos.ofMillis(100);
    private static final long LONGEST_LOOK_NANOS = Nanos.ofSeconds(1);
    private static final long FIRST_RETRY_NANOS = Nanos.ofMillis(100);
    private static final long LAST_RETRY_NANOS = Nanos.ofSeconds(5);
    /** One that stood for less is made again with a pause: who accepts only to close would be asked on and on. */
    private static final long BRIEF_NANOS = Nanos.ofSeconds(1);

    private final ShardEnv env;
    private final HostPort address;
    private final LongConsumer onGone;
    private final Timer timer;
    private WatchStage stage = WatchStage.UNREACHED;
    private Connection connection;
    private long retryNanos = FIRST_RETRY_NANOS;
    private long nextLookNanos = SECOND_LOOK_NANOS;
    private long connectedAtNanos;
    private long endedAtNanos;
    private boolean stopped;

    /**
     * A watch that connects at once.
     *
     * @param onGone told, at each refusal from the second on, when the connection that stood had ended
     */
    BrokerWatch(ShardEnv env, HostPort address, LongConsumer onGone) {
        this.env = env;
        this.address = address;
        this.onGone = onGone;
        this.timer = env.timers().create("broker watch", this::connect);
        connect();
    }

    /** What is known. */
    WatchStage stage() {
        return stage;
    }

    /** Looks again now if the process seems to be gone: what was seen may be over. */
    void lookAgain() {
        nextLookNanos = SECOND_LOOK_NANOS;
        if (stage == WatchStage.GONE && timer.armed()) {
            timer.startIn(0);
        }
    }

    /** Ends it. */
    void stop() {
        stopped = true;
        timer.stop();
        connection.close(CloseReason.DONE);
    }

    private void connect() {
        connection = env.network().connect(address, new Attempt());
    }

    private void onConnected() {
        become(WatchStage.WATCHING);
        connectedAtNanos = env.clock().nanoTime();
    }

    private void onClosed(CloseReason why) {
        long now = env.clock().nanoTime();
        boolean refused = why == CloseReason.REFUSED;
        if (stage == WatchStage.WATCHING && (why == CloseReason.RESET || why == CloseReason.PEER_CLOSED)) {
            become(WatchStage.ENDED);
            endedAtNanos = now;
            boolean brief = now - connectedAtNanos < BRIEF_NANOS;
            retryNanos = brief ? Math.min(2 * retryNanos, LAST_RETRY_NANOS) : FIRST_RETRY_NANOS;
            timer.startIn(brief ? retryNanos / 2 : 0);
        } else if (stage == WatchStage.ENDED && refused) {
            become(WatchStage.REFUSED);
            nextLookNanos = SECOND_LOOK_NANOS;
            timer.startIn(nextLookNanos);
        } else if (refused && (stage == WatchStage.REFUSED || stage == WatchStage.GONE)) {
            become(WatchStage.GONE);
            timer.startIn(nextLookNanos);
            nextLookNanos = Math.min(2 * nextLookNanos, LONGEST_LOOK_NANOS);
            onGone.accept(endedAtNanos);
        } else {
            become(WatchStage.UNREACHED);
            timer.startIn(retryNanos);
            retryNanos = Math.min(2 * retryNanos, LAST_RETRY_NANOS);
        }
    }

    private void become(WatchStage next) {
        Invariant.check(stage.canBecome(next), "broker-watch-stage", stage + " cannot become " + next);
        stage = next;
    }

    /** One connection, or the attempt to make one. */
    private final class Attempt implements ConnectionHandler {
        @Override
        public void onConnected() {
            if (!stopped) {
                BrokerWatch.this.onConnected();
            }
        }

        @Override
        public void onBytes(DirectBuffer buffer, int offset, int length) {
            // Nobody asked: whatever it is, it is there.
        }

        @Override
        public void onClosed(CloseReason why) {
            if (!stopped) {
                BrokerWatch.this.onClosed(why);
            }
        }
    }
}
