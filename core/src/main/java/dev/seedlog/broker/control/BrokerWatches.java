package dev.seedlog.broker.control;

import dev.seedlog.base.HostPort;
import dev.seedlog.broker.connection.RequestSource;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.metadata.BrokerImage;
import dev.seedlog.metadata.ClusterImage;
import dev.seedlog.wire.message.BrokerHeartbeatRequest;
import dev.seedlog.wire.metadata.RegisterBrokerRecord.BrokerEndpoint;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How controllers find out early that a broker's process is gone, long before its session ends. Every controller
 * watches every unfenced broker, the active one or not, because the one that follows a controller that died must know
 * at once whether a broker died with it.
 *
 * <p>The controller is told only what three signs agree on: the watch's connection, made under the broker's present
 * epoch, was ended; the address refuses, twice; and the connection that brought the broker's last heartbeat to this
 * controller, if one did, has ended too. What is done about it the controller decides.
 */
public final class BrokerWatches {

    /** Is told of a process that seems to be gone; may be told again and again. */
    @FunctionalInterface
    public interface Gone {

        /**
         * A broker's process seems to be gone.
         *
         * @param epoch of which registration
         * @param sinceNanos when its connection ended, on the monotonic clock: a later heartbeat disproves it
         */
        void gone(int brokerId, long epoch, long sinceNanos);
    }

    /** Which connection brought a heartbeat, and of which registration. */
    private record Contact(long epoch, RequestSource from) {
    }

    /** The watch of one registration. */
    private record Watched(long epoch, HostPort address, BrokerWatch watch) {
    }

    private final ShardEnv env;
    private final int nodeId;
    private final String listener;
    private final Gone listenerOfGone;
    private final Map<Integer, Watched> watched = new TreeMap<>();
    private final Map<Integer, Contact> contacts = new TreeMap<>();
    private ClusterImage cluster;
    private boolean stopped;

    /**
     * Watches nobody yet.
     *
     * @param nodeId this node, whose own broker is not watched
     * @param listener where brokers are looked for, if they have a listener of that name; else at their first
     */
    public BrokerWatches(ShardEnv env, int nodeId, String listener, Gone gone) {
        this.env = env;
        this.nodeId = nodeId;
        this.listener = listener;
        this.listenerOfGone = gone;
    }

    /** The committed metadata has changed: who is fenced, gone or another process now is watched no more. */
    public void onMetadata(ClusterImage now) {
        if (stopped || now == cluster) {
            return;
        }
        cluster = now;
        contacts.keySet().removeIf(id -> now.broker(id) == null);
        for (Map.Entry<Integer, Watched> entry : List.copyOf(watched.entrySet())) {
            BrokerImage broker = now.broker(entry.getKey());
            Watched old = entry.getValue();
            if (broker == null || broker.fenced() || broker.epoch() != old.epoch
                    || !old.address.equals(addressOf(broker))) {
                old.watch.stop();
                watched.remove(entry.getKey());
            }
        }
        for (BrokerImage broker : now.brokers().values()) {
            HostPort address = broker.fenced() || broker.id() == nodeId ? null : addressOf(broker);
            if (address != null && !watched.containsKey(broker.id())) {
                long epoch = broker.epoch();
                watched.put(broker.id(), new Watched(epoch, address, new BrokerWatch(env, address,
                        since -> onGone(broker.id(), epoch, since))));
            }
        }
    }

    private HostPort addressOf(BrokerImage broker) {
        BrokerEndpoint endpoint = broker.endpoint(listener);
        if (endpoint == null && !broker.endpoints().isEmpty()) {
            endpoint = broker.endpoints().get(0);
        }
        return endpoint == null ? null : new HostPort(endpoint.host(), endpoint.port());
    }

    /** A heartbeat came by a connection. */
    public void heard(BrokerHeartbeatRequest heartbeat, RequestSource from) {
        if (cluster != null && cluster.broker(heartbeat.brokerId()) != null) {
            contacts.put(heartbeat.brokerId(), new Contact(heartbeat.brokerEpoch(), from));
        }
    }

    /** This node may decide from now on, or not any more: what was seen of brokers is looked at again. */
    public void leadershipChanged() {
        watched.values().forEach(each -> each.watch.lookAgain());
    }

    private void onGone(int brokerId, long epoch, long sinceNanos) {
        Contact last = contacts.get(brokerId);
        if (last == null || last.epoch != epoch || last.from.closed()) {
            listenerOfGone.gone(brokerId, epoch, sinceNanos);
        }
    }

    /** Watches nobody any more. */
    public void stop() {
        stopped = true;
        watched.values().forEach(each -> each.watch.stop());
        watched.clear();
        contacts.clear();
    }
}
