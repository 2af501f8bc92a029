package dev.seedlog.broker.control;

import dev.seedlog.base.HostPort;
import dev.seedlog.env.CloseReason;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.Timer;
import dev.seedlog.machine.Refusal;
import dev.seedlog.machine.Reply;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.WireMessage;
import dev.seedlog.wire.WireReader;
import dev.seedlog.wire.frame.ChannelListener;
import dev.seedlog.wire.frame.FrameBuffers;
import dev.seedlog.wire.frame.RequestChannel;
import dev.seedlog.wire.frame.ResponseHandler;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to the active controller, wherever it is: on this node it is asked directly, on another by one connection.
 *
 * <p>Requests go out in the order in which they were given. What finds no controller, or one that is none any more, or
 * loses its connection, is asked again until its deadline, as Kafka's brokers do; so a request that is not answered may
 * have been done, or be done twice, and its second answer tells what it found then. Answers come back in the order of
 * the requests, so what must not wait for others has a channel of its own.
 */
public final class ControllerChannel implements ControllerGateway {

    private static final Logger LOG = LoggerFactory.getLogger(ControllerChannel.class);
    private static final int LARGEST_RESPONSE_BYTES = 100 * 1024 * 1024;
    private static final int MOST_WAITING = 10_000;
    private static final int MOST_IN_FLIGHT = 64;
    private static final long NANOS_PER_MS = 1_000_000L;
    private static final long LONGEST_TIMEOUT_MS = 1_000_000_000L;
    private static final long FIRST_RETRY_NANOS = 10 * NANOS_PER_MS;
    private static final long LAST_RETRY_NANOS = 500 * NANOS_PER_MS;

    private final ShardEnv env;
    private final FrameBuffers buffers;
    private final String clientId;
    private final ControllerLocation location;
    private final ControllerGateway local;
    private final long attemptNanos;
    private final Timer timer;
    private final TreeMap<Long, Pending<?, ?>> waiting = new TreeMap<>();
    private final TreeMap<Long, Pending<?, ?>> asked = new TreeMap<>();
    private long lastNumber;
    private long retryNanos = FIRST_RETRY_NANOS;
    private long retryAtNanos = Long.MIN_VALUE;
    private long earliestDeadlineNanos = Long.MAX_VALUE;
    private RequestChannel connection;
    private HostPort connectedTo;
    private Runnable onLost = () -> { };
    private boolean pumping;
    private boolean closed;

    /**
     * A channel that connects when there is something to ask.
     *
     * @param clientId what this node calls itself on it
     * @param local the controller on this node; null if there is none
     * @param attemptNanos how long an answer from another node may take before the connection is given up
     */
    public ControllerChannel(ShardEnv env, FrameBuffers buffers, String clientId, ControllerLocation location,
                             ControllerGateway local, long attemptNanos) {
        this.env = env;
        this.buffers = buffers;
        this.clientId = clientId;
        this.location = location;
        this.local = local;
        this.attemptNanos = attemptNanos;
        this.timer = env.timers().create("controller channel", this::pump);
    }

    /** Has something done whenever the connection to the controller was ended from outside. */
    public void whenLost(Runnable action) {
        onLost = action;
    }

    @Override
    public <Q extends WireMessage, A extends WireMessage> void submit(ControllerCall<Q, A> call, short version,
                                                                      Q request, long timeoutMs, Reply<A> reply) {
        if (closed) {
            reply.refuse(Refusal.of(ErrorCode.NOT_CONTROLLER));
        } else if (waiting.size() + asked.size() >= MOST_WAITING) {
            reply.refuse(new Refusal(ErrorCode.REQUEST_TIMED_OUT, "Too many requests wait for the controller."));
        } else {
            long deadline = env.clock().nanoTime()
                    + Math.min(Math.max(0, timeoutMs), LONGEST_TIMEOUT_MS) * NANOS_PER_MS;
            long number = ++lastNumber;
            waiting.put(number, new Pending<>(number, call, version, request, deadline, reply));
            earliestDeadlineNanos = Math.min(earliestDeadlineNanos, deadline);
            pump();
        }
    }

    /** Another node may be the controller now, or this one: what waits is asked at once. */
    public void locationChanged() {
        retryAtNanos = Long.MIN_VALUE;
        retryNanos = FIRST_RETRY_NANOS;
        pump();
    }

    /** Asks nothing more; what was not answered is refused. */
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        timer.stop();
        disconnect();
        while (!waiting.isEmpty()) {
            waiting.pollFirstEntry().getValue().refuse(Refusal.of(ErrorCode.NOT_CONTROLLER));
        }
    }

    private void pump() {
        if (pumping || closed) {
            return;
        }
        pumping = true;
        try {
            expire();
            if (connection != null && hasMoved()) {
                disconnect();
            }
            while (!closed && !waiting.isEmpty() && env.clock().nanoTime() >= retryAtNanos && askNext()) {
                LOG.trace("{} requests wait for the controller", waiting.size());
            }
        } finally {
            pumping = false;
        }
        arm();
    }

    /** Whom this node does not know any more may still answer; whom it knows to be another will. */
    private boolean hasMoved() {
        HostPort now = location.elsewhere();
        return location.here() || now != null && !now.equals(connectedTo);
    }

    /** Asks what waits longest; false if it has to wait on. */
    private boolean askNext() {
        if (local != null && location.here()) {
            waiting.pollFirstEntry().getValue().decideHere();
            return true;
        }
        HostPort to = location.elsewhere();
        if (to == null) {
            backOff();
            return false;
        }
        if (asked.size() >= MOST_IN_FLIGHT) {
            return false;
        }
        if (connection == null) {
            connectedTo = to;
            RequestChannel made = new RequestChannel(env, buffers, to, clientId, LARGEST_RESPONSE_BYTES, new Ends());
            if (made.closed()) {
                backOff();
                return false;
            }
            connection = made;
        }
        Pending<?, ?> next = waiting.firstEntry().getValue();
        // It is in the list before it is sent: what is lost at once goes back.
        waiting.remove(next.number);
        asked.put(next.number, next);
        if (!next.send(connection)) {
            next.askAgain();
            return false;
        }
        return true;
    }

    private void expire() {
        long now = env.clock().nanoTime();
        if (now >= earliestDeadlineNanos) {
            earliestDeadlineNanos = Long.MAX_VALUE;
            expire(waiting, now);
            expire(asked, now);
        }
    }

    private void expire(TreeMap<Long, Pending<?, ?>> requests, long now) {
        for (Long number = requests.isEmpty() ? null : requests.firstKey(); number != null;
                number = requests.higherKey(number)) {
            Pending<?, ?> request = requests.get(number);
            if (request.deadlineNanos <= now) {
                requests.remove(number);
                request.refuse(Refusal.of(ErrorCode.REQUEST_TIMED_OUT));
            } else {
                earliestDeadlineNanos = Math.min(earliestDeadlineNanos, request.deadlineNanos);
            }
        }
    }

    private void backOff() {
        if (retryAtNanos > env.clock().nanoTime()) {
            return;
        }
        env.probes().hit("broker.controller.retried");
        retryAtNanos = env.clock().nanoTime() + retryNanos;
        retryNanos = Math.min(2 * retryNanos, LAST_RETRY_NANOS);
    }

    private void arm() {
        if (closed || waiting.isEmpty() && asked.isEmpty()) {
            timer.stop();
            return;
        }
        long next = earliestDeadlineNanos;
        if (!waiting.isEmpty() && asked.size() < MOST_IN_FLIGHT) {
            next = Math.min(next, retryAtNanos);
        }
        timer.startIn(Math.max(0, next - env.clock().nanoTime()));
    }

    private void disconnect() {
        RequestChannel old = connection;
        connection = null;
        if (old != null) {
            old.close(CloseReason.DONE);
        }
    }

    /** The beginning and the end of the present connection. */
    private final class Ends implements ChannelListener {
        @Override
        public void onConnected() {
            LOG.debug("{} is connected to the controller at {}", clientId, connectedTo);
        }

        @Override
        public void onClosed(CloseReason why) {
            LOG.debug("the connection of {} to the controller ended: {}", clientId, why);
            connection = null;
            if (!closed && !waiting.isEmpty()) {
                arm();
            }
            if (!closed && why != CloseReason.DONE) {
                onLost.run();
            }
        }
    }

    /** One request, until it is answered, refused or out of time. */
    private final class Pending<Q extends WireMessage, A extends WireMessage> implements ResponseHandler, Reply<A> {
        private final long number;
        private final ControllerCall<Q, A> call;
        private final short version;
        private final Q request;
        private final long deadlineNanos;
        private final Reply<A> reply;
        private boolean done;

        private Pending(long number, ControllerCall<Q, A> call, short version, Q request, long deadlineNanos,
                        Reply<A> reply) {
            this.number = number;
            this.call = call;
            this.version = version;
            this.request = request;
            this.deadlineNanos = deadlineNanos;
            this.reply = reply;
        }

        void decideHere() {
            asked.put(number, this);
            long leftNanos = Math.max(0, deadlineNanos - env.clock().nanoTime());
            local.submit(call, version, request, leftNanos / NANOS_PER_MS, this);
        }

        boolean send(RequestChannel channel) {
            return channel.send(call.api(), version, request, attemptNanos, this);
        }

        /** It goes back to its place among those that wait, unless it was refused meanwhile. */
        void askAgain() {
            if (asked.remove(number) != null) {
                backOff();
                waiting.put(number, this);
                arm();
            }
        }

        @Override
        public void refuse(Refusal refusal) {
            if (!closed && refusal.error() == ErrorCode.NOT_CONTROLLER && asked.containsKey(number)) {
                askAgain();
            } else if (!done) {
                done = true;
                asked.remove(number);
                reply.refuse(refusal);
            }
        }

        @Override
        public void answer(A answer) {
            if (!done) {
                done = true;
                retryNanos = FIRST_RETRY_NANOS;
                asked.remove(number);
                reply.answer(answer);
            }
        }

        @Override
        public void onResponse(WireReader body, short answered) {
            A answer = call.answers().read(body, answered);
            body.requireEnd(call.api().toString());
            if (call.error(answer) == ErrorCode.NOT_CONTROLLER.code()) {
                askAgain();
                return;
            }
            answer(answer);
            pump();
        }

        @Override
        public void onLost(CloseReason why) {
            if (closed) {
                refuse(Refusal.of(ErrorCode.NOT_CONTROLLER));
            } else {
                askAgain();
            }
        }
    }
}
