package dev.seedlog.client;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.base.HostPort;
import dev.seedlog.base.Uuid;
import dev.seedlog.env.CloseReason;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.Timer;
import dev.seedlog.log.TopicPartition;
import dev.seedlog.record.BatchBuilder;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.Payload;
import dev.seedlog.wire.WireReader;
import dev.seedlog.wire.frame.ResponseHandler;
import dev.seedlog.wire.message.InitProducerIdRequest;
import dev.seedlog.wire.message.InitProducerIdResponse;
import dev.seedlog.wire.message.ProduceRequest;
import dev.seedlog.wire.message.ProduceRequest.PartitionProduceData;
import dev.seedlog.wire.message.ProduceRequest.TopicProduceData;
import dev.seedlog.wire.message.ProduceResponse;
import dev.seedlog.wire.message.ProduceResponse.LeaderIdAndEpoch;
import dev.seedlog.wire.message.ProduceResponse.NodeEndpoint;
import dev.seedlog.wire.message.ProduceResponse.PartitionProduceResponse;
import dev.seedlog.wire.message.ProduceResponse.TopicProduceResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sends batches, and sends them again until the broker says what became of them. Within a partition the order is kept
 * as {@link ProducerSettings} allow: with an idempotent producer, or one in flight, always.
 *
 * <p>When the broker has lost what an idempotent producer had written (its sequences do not follow any more), the
 * epoch is raised here and sequences begin anew, as in KIP-360. Like Kafka's own producer it takes for granted then
 * that what the broker refused is not in the log, and sends it again under the new epoch; what was sent to other
 * partitions and has no result yet never gets one.
 */
public final class Producer {

    private static final int NO_TRANSACTION_TIMEOUT_MS = 60_000;
    private static final short FIRST_VERSION_BY_TOPIC_ID = 13;

    private final ShardEnv env;
    private final ClusterClient cluster;
    private final ProducerSettings settings;
    private final BatchBuilder builder;
    private final ProducerListener listener;
    private final Map<TopicPartition, PartitionQueue> queues = new TreeMap<>();
    private final Timer sessionRetry;
    private final Timer delivery;
    private ProducerSession session;
    private boolean askingSession;

    /** A producer that shares {@code cluster} with others of the same client. */
    public Producer(ShardEnv env, ClusterClient cluster, ProducerSettings settings, BatchBuilder builder,
                    ProducerListener listener) {
        this.env = env;
        this.cluster = cluster;
        this.settings = settings;
        this.builder = builder;
        this.listener = listener;
        this.sessionRetry = env.timers().create("producer id", this::advance);
        this.delivery = env.timers().create("delivery timeout", this::expire);
        this.session = settings.idempotent() ? null : ProducerSession.NONE;
        cluster.addUser(this::advance);
    }

    /** Takes a batch, to be sent when {@link #advance} finds it possible. */
    public void add(ProducerBatch batch) {
        queues.computeIfAbsent(batch.partition(), this::newQueue).add(batch);
        if (settings.deliveryTimeoutNanos() != ProducerSettings.NEVER) {
            batch.setDeadline(env.clock().nanoTime() + settings.deliveryTimeoutNanos());
            armDelivery();
        }
    }

    /** Sends nothing any more, ever, and tells nobody what became of what it had. */
    public void stop() {
        queues.values().forEach(PartitionQueue::stop);
        queues.clear();
        sessionRetry.stop();
        delivery.stop();
    }

    /** How many batches have no result yet. */
    public int pending() {
        int sum = 0;
        for (PartitionQueue queue : queues.values()) {
            sum += queue.size();
        }
        return sum;
    }

    /** Sends what can be sent. */
    public void advance() {
        if (session == null) {
            askForSession();
            return;
        }
        while (session != null && sendRound()) {
            // A request holds one batch of each partition at most, so there may be more to send.
        }
    }

    private PartitionQueue newQueue(TopicPartition partition) {
        return new PartitionQueue(partition, settings, env.timers().create("produce retry", this::advance));
    }

    private void armDelivery() {
        long first = Long.MAX_VALUE;
        for (PartitionQueue queue : queues.values()) {
            first = queue.head() == null ? first : Math.min(first, queue.head().deadlineNanos());
        }
        if (first != Long.MAX_VALUE) {
            delivery.startIn(first - env.clock().nanoTime());
        }
    }

    /** Gives up what was tried for too long. */
    private void expire() {
        long now = env.clock().nanoTime();
        for (PartitionQueue queue : queues.values()) {
            while (queue.head() != null && queue.head().deadlineNanos() <= now) {
                ProducerBatch late = queue.head();
                late.returned(false);
                giveUp(queue, late, ErrorCode.REQUEST_TIMED_OUT);
            }
        }
        armDelivery();
        advance();
    }

    /** Sends one request to each leader that has something to get; false if there was nothing or nobody took it. */
    private boolean sendRound() {
        queues.values().forEach(this::giveUpReplaced);
        if (session == null) {
            return false;
        }
        List<ProduceCall> calls = new ArrayList<>();
        for (PartitionQueue queue : queues.values()) {
            ClusterView.Leader leader = cluster.view().leader(queue.partition());
            if (leader != null) {
                queue.ledBy(leader);
            }
            ProducerBatch batch = queue.sendable();
            ClientChannel channel = batch == null ? null : cluster.leaderChannel(queue.partition());
            if (channel != null) {
                callTo(channel, calls).batches.add(batch);
            }
        }
        boolean sent = false;
        for (ProduceCall call : calls) {
            sent |= call.send();
        }
        return sent;
    }

    /** What was sent to a topic that is not there any more must not get into another one of its name. */
    private void giveUpReplaced(PartitionQueue queue) {
        Uuid now = cluster.view().topicId(queue.partition().topic());
        ProducerBatch head = queue.head();
        while (head != null && !now.isZero() && !head.topicId().isZero() && !now.equals(head.topicId())) {
            head.returned(false);
            giveUp(queue, head, ErrorCode.UNKNOWN_TOPIC_ID);
            head = queue.head();
        }
    }

    private ProduceCall callTo(ClientChannel channel, List<ProduceCall> calls) {
        for (ProduceCall call : calls) {
            if (call.channel == channel) {
                return call;
            }
        }
        ProduceCall call = new ProduceCall(channel);
        calls.add(call);
        return call;
    }

    private void build(ProducerBatch batch) {
        PartitionQueue queue = queues.get(batch.partition());
        builder.begin(0, batch.compression());
        if (settings.idempotent()) {
            builder.producer(session.producerId(), session.epoch(), queue.takeSequences(batch.values().size()));
        }
        for (int i = 0; i < batch.values().size(); i++) {
            builder.append(batch.timestampMs(), batch.key(i), batch.values().get(i));
        }
        batch.built(session, BufferSlice.of(builder.build().toByteArray()));
    }

    private void answered(ProducerBatch batch, ClientChannel channel, PartitionProduceResponse response,
                          List<NodeEndpoint> endpoints) {
        PartitionQueue queue = queues.get(batch.partition());
        if (!queue.contains(batch)) {
            // Given up before.
            return;
        }
        ErrorCode error = ErrorCode.forCode(response.errorCode());
        batch.returned(ProduceErrors.nothingWritten(error));
        if (error == ErrorCode.NONE || error == ErrorCode.DUPLICATE_SEQUENCE_NUMBER) {
            queue.acknowledged(batch);
            listener.onAcked(batch, channel, error == ErrorCode.NONE ? response.baseOffset() : -1);
        } else {
            queue.failed();
            refused(queue, batch, error, response.currentLeader(), endpoints);
        }
    }

    private void refused(PartitionQueue queue, ProducerBatch batch, ErrorCode error, LeaderIdAndEpoch leader,
                         List<NodeEndpoint> endpoints) {
        switch (error) {
            case OUT_OF_ORDER_SEQUENCE_NUMBER, INVALID_PRODUCER_EPOCH, UNKNOWN_PRODUCER_ID -> {
                if (queue.isHead(batch)) {
                    queue.sendAgain();
                    beginNextSession();
                } else {
                    // One before it failed and will be sent again first.
                    queue.waitFor(settings.retryBackoffNanos());
                }
            }
            default -> {
                if (error.isRetriable()) {
                    if (!learnsLeader(batch, leader, endpoints)) {
                        queue.waitFor(settings.retryBackoffNanos());
                    }
                    cluster.metadataWrong();
                } else {
                    giveUp(queue, batch, error);
                }
            }
        }
    }

    /** Whether an error says who leads now, so that the batch can go there at once (KIP-951). */
    private boolean learnsLeader(ProducerBatch batch, LeaderIdAndEpoch leader, List<NodeEndpoint> endpoints) {
        HostPort address = null;
        for (NodeEndpoint endpoint : endpoints) {
            if (endpoint.nodeId() == leader.leaderId()) {
                address = new HostPort(endpoint.host(), endpoint.port());
            }
        }
        return cluster.learnLeader(batch.partition(),
                new ClusterView.Leader(leader.leaderId(), leader.leaderEpoch()), address);
    }

    private void giveUp(PartitionQueue queue, ProducerBatch batch, ErrorCode error) {
        queue.remove(batch);
        if (batch.mayBeWritten()) {
            listener.onUnknown(batch);
        } else {
            listener.onRefused(batch, error);
        }
        if (settings.idempotent() && batch.built()) {
            // Its sequences are missing now, or may be.
            beginNextSession();
        }
    }

    private void beginNextSession() {
        for (PartitionQueue queue : queues.values()) {
            queue.giveUpSent().forEach(listener::onUnknown);
        }
        if (session.epoch() < Short.MAX_VALUE) {
            begin(new ProducerSession(session.producerId(), (short) (session.epoch() + 1)));
        } else {
            session = null;
        }
    }

    private void begin(ProducerSession next) {
        session = next;
        listener.onSession(next);
    }

    private void askForSession() {
        ClientChannel channel = cluster.anyChannel();
        if (!askingSession && !sessionRetry.armed() && channel != null) {
            InitProducerIdRequest request = InitProducerIdRequest.builder().transactionalId(null).producerId(-1)
                    .producerEpoch((short) -1).transactionTimeoutMs(NO_TRANSACTION_TIMEOUT_MS).build();
            askingSession = channel.send(Api.INIT_PRODUCER_ID, request, new SessionAnswer());
        }
    }

    /** Hears the producer id. */
    private final class SessionAnswer implements ResponseHandler {
        @Override
        public void onResponse(WireReader body, short version) {
            InitProducerIdResponse response = InitProducerIdResponse.read(body, version);
            askingSession = false;
            if (ErrorCode.forCode(response.errorCode()) == ErrorCode.NONE) {
                begin(new ProducerSession(response.producerId(), response.producerEpoch()));
                advance();
            } else {
                cluster.metadataWrong();
                sessionRetry.startIn(settings.retryBackoffNanos());
            }
        }

        @Override
        public void onLost(CloseReason why) {
            askingSession = false;
            cluster.metadataWrong();
            sessionRetry.startIn(settings.retryBackoffNanos());
        }
    }

    /** One request, with at most one batch of each partition. */
    private final class ProduceCall implements ResponseHandler {

        private final ClientChannel channel;
        private final ProducerSession sentBy = session;
        private final List<ProducerBatch> batches = new ArrayList<>();

        private ProduceCall(ClientChannel channel) {
            this.channel = channel;
        }

        /** Whether it was this call's attempt, not one of a later session, that the batch waits for. */
        private boolean isLatest(ProducerBatch batch) {
            return sentBy.equals(batch.session());
        }

        private boolean send() {
            for (ProducerBatch batch : batches) {
                if (!batch.built()) {
                    build(batch);
                }
            }
            ProduceRequest request = request();
            boolean taken = settings.acks() == 0 ? channel.sendUnanswered(Api.PRODUCE, request)
                    : channel.send(Api.PRODUCE, request, this);
            if (taken) {
                for (ProducerBatch batch : batches) {
                    batch.sent(channel.version(Api.PRODUCE) < FIRST_VERSION_BY_TOPIC_ID ? Uuid.ZERO
                            : cluster.view().topicId(batch.partition().topic()),
                            cluster.view().leader(batch.partition()));
                    listener.onSending(batch, channel);
                    if (settings.acks() == 0) {
                        queues.get(batch.partition()).remove(batch);
                        listener.onUnknown(batch);
                    }
                }
            } else {
                // The peer does not read: tried again later.
                batches.forEach(batch -> queues.get(batch.partition()).waitFor(settings.retryBackoffNanos()));
            }
            return taken;
        }

        private ProduceRequest request() {
            Map<String, List<PartitionProduceData>> byTopic = new TreeMap<>();
            for (ProducerBatch batch : batches) {
                byTopic.computeIfAbsent(batch.partition().topic(), unseen -> new ArrayList<>())
                        .add(PartitionProduceData.builder().index(batch.partition().partition())
                                .records(Payload.of(batch.bytes())).build());
            }
            List<TopicProduceData> topics = new ArrayList<>();
            byTopic.forEach((topic, partitions) -> topics.add(TopicProduceData.builder().name(topic)
                    .topicId(cluster.view().topicId(topic)).partitionData(partitions).build()));
            return ProduceRequest.builder().transactionalId(null).acks(settings.acks()).timeoutMs(settings.timeoutMs())
                    .topicData(topics).build();
        }

        @Override
        public void onResponse(WireReader body, short version) {
            ProduceResponse response = ProduceResponse.read(body, version);
            for (ProducerBatch batch : List.copyOf(batches)) {
                PartitionProduceResponse answer = find(response, batch);
                if (answer != null && isLatest(batch)) {
                    batches.remove(batch);
                    answered(batch, channel, answer, response.nodeEndpoints());
                }
            }
            // What the broker did not mention has no result.
            returnAll();
            advance();
        }

        @Override
        public void onLost(CloseReason why) {
            returnAll();
        }

        private void returnAll() {
            for (ProducerBatch batch : batches) {
                // It has no queue any more after a stop.
                PartitionQueue queue = queues.get(batch.partition());
                if (queue != null && isLatest(batch)) {
                    batch.returned(false);
                    queue.failed();
                }
            }
            batches.clear();
        }

        private PartitionProduceResponse find(ProduceResponse response, ProducerBatch batch) {
            for (TopicProduceResponse topic : response.responses()) {
                boolean same = batch.topicId().isZero() ? batch.partition().topic().equals(topic.name())
                        : batch.topicId().equals(topic.topicId());
                for (PartitionProduceResponse answer : topic.partitionResponses()) {
                    if (same && answer.index() == batch.partition().partition()) {
                        return answer;
                    }
                }
            }
            return null;
        }
    }
}
