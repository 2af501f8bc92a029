package dev.seedlog.client;

import dev.seedlog.base.HostPort;
import dev.seedlog.base.Nanos;
import dev.seedlog.env.CloseReason;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.Timer;
import dev.seedlog.log.TopicPartition;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.WireReader;
import dev.seedlog.wire.frame.FrameBuffers;
import dev.seedlog.wire.frame.ResponseHandler;
import dev.seedlog.wire.message.MetadataRequest;
import dev.seedlog.wire.message.MetadataRequest.MetadataRequestTopic;
import dev.seedlog.wire.message.MetadataResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A client's share of everything that its producer, fetcher and admin calls have in common: one channel to each broker,
 * and metadata that is asked for anew when it is found wrong, and not more often than the backoff allows. Answers that
 * say nothing new are like failures: while nobody leads, or nobody knows it yet, there is no use in asking all the time
 * (as Kafka's clients count equivalent responses).
 */
public final class ClusterClient {

    /** metadata.max.age.ms, shorter than Kafka's: a connection that died in silence is found out by asking. */
    private static final long METADATA_AGE_NANOS = Nanos.ofSeconds(30);
    private static final long FRAME_MEMORY_BYTES = 256L * 1024 * 1024;

    private final ShardEnv env;
    private final ClientSettings settings;
    private final ChannelObserver observer;
    private final FrameBuffers buffers;
    private final List<ClientChannel> bootstrap = new ArrayList<>();
    private final Map<HostPort, ClientChannel> channels = new TreeMap<>(ClusterClient::byAddress);
    private final Map<HostPort, ClientChannel> coordinators = new TreeMap<>(ClusterClient::byAddress);
    private final ClusterView view = new ClusterView();
    private final TreeSet<String> topics = new TreeSet<>();
    private final List<Runnable> users = new ArrayList<>();
    private final Backoff backoff;
    private final Timer refresh;
    private final Timer maxAge;
    private int wrongs;
    private long answeredAtNanos;
    private boolean wanted;
    private boolean asking;

    /**
     * A client that connects at once.
     *
     * @param brokers some of the cluster's brokers
     * @param observer hears of all connections, after this client
     */
    public ClusterClient(ShardEnv env, List<HostPort> brokers, ClientSettings settings, ChannelObserver observer) {
        this.env = env;
        this.settings = settings;
        this.observer = observer;
        this.buffers = new FrameBuffers(FRAME_MEMORY_BYTES, env.timers());
        this.answeredAtNanos = env.clock().nanoTime();
        this.backoff = new Backoff(env.random().fork("metadata backoff"), settings);
        this.refresh = env.timers().create("metadata", this::ask);
        this.maxAge = env.timers().create("metadata age", this::metadataWrong);
        for (HostPort broker : brokers) {
            bootstrap.add(channel(broker));
        }
    }

    /** What is known of the cluster. */
    public ClusterView view() {
        return view;
    }

    /** How this client behaves. */
    public ClientSettings settings() {
        return settings;
    }

    /** Has something called whenever there may be something to do: metadata has changed, a channel is ready. */
    public void addUser(Runnable advance) {
        users.add(advance);
    }

    /** Adds topics to those that metadata is asked for. */
    public void want(List<String> names) {
        if (topics.addAll(names)) {
            backoff.succeeded();
            metadataWrong();
        }
    }

    /** Takes topics out of those that metadata is asked for. */
    public void forget(List<String> names) {
        names.forEach(topics::remove);
    }

    /** Metadata is missing or was found wrong: it is asked for again, after the backoff. */
    public void metadataWrong() {
        if (!wanted) {
            wanted = true;
            wrongs++;
            if (env.clock().nanoTime() - answeredAtNanos >= settings.maxBackoffNanos()) {
                // It has been right for a while, so this is the first thing that is wrong with it.
                backoff.succeeded();
            }
            refresh.startIn(backoff.next());
        }
    }

    /**
     * Takes what a broker that does not lead a partition says of who does (KIP-951).
     *
     * @param address where the leader listens; null if that was not said
     * @return whether that is news, so that the leader can be asked at once
     */
    boolean learnLeader(TopicPartition partition, ClusterView.Leader leader, HostPort address) {
        return view.learnLeader(partition, leader, address);
    }

    /** The channel to a partition's leader, if it is ready; if not, null, and what is needed for it is under way. */
    public ClientChannel leaderChannel(TopicPartition partition) {
        ClusterView.Leader leader = view.leader(partition);
        HostPort address = leader == null ? null : view.broker(leader.nodeId());
        if (address == null) {
            metadataWrong();
            return null;
        }
        ClientChannel channel = channel(address);
        return channel.ready() ? channel : null;
    }

    /** Whether a broker is known to be there. */
    boolean knowsBroker(int nodeId) {
        return view.broker(nodeId) != null;
    }

    /** The channel to a broker that is known, if it is ready; if not, null, and it is being made. */
    ClientChannel brokerChannel(int nodeId) {
        ClientChannel channel = channel(view.broker(nodeId));
        return channel.ready() ? channel : null;
    }

    /**
     * The channel to a coordinator, if it is ready; if not, null, and it is being made. It is another one than that to
     * the same broker as a leader: answers come in order, so a fetch that waits would hold up heartbeats behind it.
     */
    public ClientChannel coordinatorChannel(HostPort address) {
        ClientChannel channel = coordinators.get(address);
        if (channel == null) {
            channel = new ClientChannel(env, buffers, address, settings, new Watch());
            coordinators.put(address, channel);
        }
        return channel.ready() ? channel : null;
    }

    /**
     * A channel that is ready, to whichever broker; null if there is none. It is another one each time that metadata
     * was found wrong: a broker that is cut off from the others, and not from this client, goes on to tell what was
     * true before.
     */
    public ClientChannel anyChannel() {
        List<ClientChannel> ready = new ArrayList<>();
        for (ClientChannel channel : channels.values()) {
            if (channel.ready()) {
                ready.add(channel);
            }
        }
        return ready.isEmpty() ? null : ready.get(Math.floorMod(wrongs, ready.size()));
    }

    /** The turn is over. */
    public void endTurn() {
        buffers.endTurn();
    }

    /** Closes all connections for good. */
    public void stop() {
        refresh.stop();
        maxAge.stop();
        channels.values().forEach(ClientChannel::stop);
        coordinators.values().forEach(ClientChannel::stop);
    }

    private ClientChannel channel(HostPort address) {
        ClientChannel channel = channels.get(address);
        if (channel == null) {
            channel = new ClientChannel(env, buffers, address, settings, new Watch());
            channels.put(address, channel);
        }
        return channel;
    }

    private void ask() {
        ClientChannel channel = anyChannel();
        if (asking || channel == null) {
            return;
        }
        List<MetadataRequestTopic> asked = new ArrayList<>();
        topics.forEach(topic -> asked.add(MetadataRequestTopic.builder().name(topic).build()));
        MetadataRequest request = MetadataRequest.builder().topics(asked).allowAutoTopicCreation(false).build();
        asking = channel.send(Api.METADATA, request, new Answer());
    }

    private void learn(MetadataResponse response) {
        asking = false;
        wanted = false;
        answeredAtNanos = env.clock().nanoTime();
        if (view.update(response)) {
            backoff.succeeded();
        }
        if (topics.stream().allMatch(view::knows)) {
            maxAge.startIn(METADATA_AGE_NANOS);
        } else {
            metadataWrong();
        }
        tellUsers();
    }

    private void tellUsers() {
        users.forEach(Runnable::run);
    }

    private static int byAddress(HostPort one, HostPort other) {
        int byHost = one.host().compareTo(other.host());
        return byHost != 0 ? byHost : Integer.compare(one.port(), other.port());
    }

    /** Hears what metadata was answered. */
    private final class Answer implements ResponseHandler {
        @Override
        public void onResponse(WireReader body, short version) {
            learn(MetadataResponse.read(body, version));
        }

        @Override
        public void onLost(CloseReason why) {
            asking = false;
            refresh.startIn(backoff.next());
        }
    }

    /** Hears of the connections. */
    private final class Watch implements ChannelObserver {
        @Override
        public void onConnecting(ClientChannel channel) {
            observer.onConnecting(channel);
        }

        @Override
        public void onConnected(ClientChannel channel) {
            observer.onConnected(channel);
        }

        @Override
        public void onReady(ClientChannel channel) {
            observer.onReady(channel);
            if (wanted && !asking && !refresh.armed()) {
                ask();
            }
            tellUsers();
        }

        @Override
        public void onLost(ClientChannel channel, CloseReason why) {
            observer.onLost(channel, why);
            // A broker that went away may not be the leader any more.
            metadataWrong();
        }
    }
}
