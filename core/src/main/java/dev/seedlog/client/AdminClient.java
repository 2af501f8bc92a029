package dev.seedlog.client;

import dev.seedlog.env.CloseReason;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.Timer;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.WireReader;
import dev.seedlog.wire.frame.ResponseHandler;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Asks brokers for what administrators want, again and again until it is answered or takes too long. */
public final class AdminClient {

    private final ShardEnv env;
    private final ClusterClient cluster;
    private final long timeoutNanos;
    private final Map<String, CoordinatorLookup> coordinators = new TreeMap<>();
    private final List<Open<?>> open = new ArrayList<>();

    /**
     * An admin client that shares {@code cluster} with others of the same client.
     *
     * @param timeoutNanos how long a call may take in all ({@code default.api.timeout.ms})
     */
    public AdminClient(ShardEnv env, ClusterClient cluster, long timeoutNanos) {
        this.env = env;
        this.cluster = cluster;
        this.timeoutNanos = timeoutNanos;
        cluster.addUser(this::advance);
    }

    /** Begins a call. */
    public <T> void call(AdminCall<T> call, AdminListener<T> listener) {
        begin(new Open<>(call, listener, false), call);
    }

    /**
     * Begins a call that has its effect once at most: what may have been carried out is not asked for again, and
     * fails. The second of two attempts could undo what somebody else has done between them.
     */
    public <T> void callOnce(AdminCall<T> call, AdminListener<T> listener) {
        begin(new Open<>(call, listener, true), call);
    }

    private void begin(Open<?> next, AdminCall<?> call) {
        open.add(next);
        if (call.target() instanceof AdminCall.LeaderOf leader) {
            cluster.want(List.of(leader.partition().topic()));
        }
        next.advance();
    }

    /** How many calls have no result yet. */
    public int pending() {
        return open.size();
    }

    /** Gives up all calls; nobody hears of them any more. */
    public void stop() {
        open.forEach(Open::stop);
        open.clear();
        coordinators.values().forEach(CoordinatorLookup::stop);
    }

    private void advance() {
        List.copyOf(open).forEach(Open::advance);
    }

    private CoordinatorLookup coordinator(String groupId) {
        return coordinators.computeIfAbsent(groupId, unseen -> new CoordinatorLookup(env, cluster, groupId,
                cluster.settings().minBackoffNanos(), new Found(groupId)));
    }

    /** Errors after which it is not known whether the call had its effect. */
    private static Set<ErrorCode> unsure() {
        return EnumSet.of(ErrorCode.REQUEST_TIMED_OUT, ErrorCode.UNKNOWN_SERVER_ERROR, ErrorCode.NETWORK_EXCEPTION,
                ErrorCode.KAFKA_STORAGE_ERROR, ErrorCode.NOT_CONTROLLER, ErrorCode.NOT_COORDINATOR,
                ErrorCode.COORDINATOR_NOT_AVAILABLE, ErrorCode.NOT_LEADER_OR_FOLLOWER);
    }

    /** A call without a result yet. */
    private final class Open<T> implements ResponseHandler {

        private final AdminCall<T> call;
        private final AdminListener<T> listener;
        private final boolean once;
        private final Backoff backoff;
        private final Timer retry;
        private final Timer deadline;
        private boolean asking;
        private boolean certain = true;
        private boolean over;

        private Open(AdminCall<T> call, AdminListener<T> listener, boolean once) {
            this.call = call;
            this.listener = listener;
            this.once = once;
            this.backoff = new Backoff(env.random().fork("admin backoff"), cluster.settings());
            this.retry = env.timers().create("admin retry", this::advance);
            this.deadline = env.timers().create("admin deadline", this::expire);
            deadline.startIn(timeoutNanos);
        }

        private void advance() {
            ClientChannel channel = over || asking || retry.armed() ? null : channel();
            if (channel == null) {
                return;
            }
            short version = channel.version(call.api());
            if (version < 0) {
                end(() -> listener.onFailed(ErrorCode.UNSUPPORTED_VERSION, null, certain));
                return;
            }
            asking = channel.send(call.api(), call.request(version), this);
            if (!asking) {
                retry.startIn(backoff.next());
            }
        }

        private ClientChannel channel() {
            if (call.target() instanceof AdminCall.LeaderOf leader) {
                return cluster.leaderChannel(leader.partition());
            }
            if (call.target() instanceof AdminCall.CoordinatorOf of) {
                return coordinator(of.groupId()).channel();
            }
            return cluster.anyChannel();
        }

        @Override
        public void onResponse(WireReader body, short version) {
            AdminCall.Answer<T> answer = call.read(body, version);
            asking = false;
            if (over) {
                return;
            }
            ErrorCode error = answer.error();
            if (error == ErrorCode.NONE) {
                end(() -> listener.onDone(answer.value()));
                return;
            }
            certain &= !unsure().contains(error);
            if (!call.retries(error) || once && !certain) {
                end(() -> listener.onFailed(error, answer.message(), certain));
                return;
            }
            if (call.target() instanceof AdminCall.CoordinatorOf of) {
                coordinator(of.groupId()).wrong();
            } else {
                cluster.metadataWrong();
            }
            retry.startIn(backoff.next());
        }

        @Override
        public void onLost(CloseReason why) {
            asking = false;
            certain = false;
            if (over) {
                return;
            }
            if (once) {
                end(() -> listener.onFailed(ErrorCode.NETWORK_EXCEPTION, null, false));
            } else {
                if (call.target() instanceof AdminCall.CoordinatorOf of) {
                    coordinator(of.groupId()).wrong();
                }
                retry.startIn(backoff.next());
            }
        }

        private void expire() {
            boolean answered = !asking && certain;
            end(() -> listener.onFailed(ErrorCode.REQUEST_TIMED_OUT, null, answered));
        }

        private void end(Runnable tell) {
            stop();
            open.remove(this);
            tell.run();
        }

        private void stop() {
            over = true;
            retry.stop();
            deadline.stop();
        }
    }

    /** Hears where a group's coordinator is. */
    private final class Found implements CoordinatorLookup.Listener {
        private final String groupId;

        private Found(String groupId) {
            this.groupId = groupId;
        }

        @Override
        public void onProgress() {
            advance();
        }

        @Override
        public void onRefused(ErrorCode error) {
            for (Open<?> call : List.copyOf(open)) {
                if (call.call.target() instanceof AdminCall.CoordinatorOf of && of.groupId().equals(groupId)) {
                    call.end(() -> call.listener.onFailed(error, null, call.certain));
                }
            }
        }
    }
}
