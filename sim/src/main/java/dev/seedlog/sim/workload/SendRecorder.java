package dev.seedlog.sim.workload;

import dev.seedlog.client.ClientChannel;
import dev.seedlog.client.ClusterClient;
import dev.seedlog.client.ProducerBatch;
import dev.seedlog.client.ProducerListener;
import dev.seedlog.client.ProducerSession;
import dev.seedlog.client.ProducerSettings;
import dev.seedlog.histories.Extras;
import dev.seedlog.histories.F;
import dev.seedlog.histories.Invocation;
import dev.seedlog.histories.Keyword;
import dev.seedlog.histories.LaneGroup;
import dev.seedlog.histories.Mop;
import dev.seedlog.histories.OpValue;
import dev.seedlog.sim.check.Values;
import dev.seedlog.wire.ErrorCode;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Takes down what becomes of the batches of one producer. */
final class SendRecorder implements ProducerListener {

    private final Recorder recorder;
    private final LaneGroup lanes;
    private final ClusterClient cluster;
    private final GenerationWatch generations;
    private final Map<ProducerBatch, Sending> open = new IdentityHashMap<>();
    private final int producer;

    SendRecorder(Recorder recorder, LaneGroup lanes, ProducerSettings settings, ClusterClient cluster,
                 GenerationWatch generations) {
        this.recorder = recorder;
        this.lanes = lanes;
        this.cluster = cluster;
        this.generations = generations;
        this.producer = recorder.producer(settings);
    }

    /** The number of the producer. */
    int producer() {
        return producer;
    }

    /**
     * A batch is about to be given to the producer.
     *
     * @param firstCounter which of the producer's records its first one is
     * @param recordKeys one for each record, or none at all
     */
    void open(ProducerBatch batch, long firstCounter, List<Long> recordKeys) {
        open.put(batch, new Sending(firstCounter, batch.values().size(), recordKeys));
    }

    /** The producer's process is gone: nobody will know what became of what it had. */
    void died() {
        open.values().forEach(Sending::unknown);
        open.clear();
    }

    @Override
    public void onSession(ProducerSession session) {
        recorder.session(producer, session);
    }

    @Override
    public void onSending(ProducerBatch batch, ClientChannel channel) {
        open.get(batch).attempt(recorder.key(batch.partition(), cluster.view().topicId(batch.partition().topic())));
    }

    @Override
    public void onAcked(ProducerBatch batch, ClientChannel channel, long baseOffset) {
        open.remove(batch).acked(baseOffset, generations.of(channel));
    }

    @Override
    public void onUnknown(ProducerBatch batch) {
        open.remove(batch).unknown();
    }

    @Override
    public void onRefused(ProducerBatch batch, ErrorCode why) {
        boolean expected = why == ErrorCode.REQUEST_TIMED_OUT || why == ErrorCode.MESSAGE_TOO_LARGE
                || why == ErrorCode.UNKNOWN_TOPIC_ID;
        if (!expected) {
            recorder.broken("refused", "a batch for " + batch.partition() + " is refused with " + why);
        }
        open.remove(batch).refused(why);
    }

    /** A batch and the operation that it is, once it is sent. */
    private final class Sending {
        private final long firstCounter;
        private final int count;
        private final List<Long> recordKeys;
        private int attempts;
        private int key;
        private Invocation operation;

        private Sending(long firstCounter, int count, List<Long> recordKeys) {
            this.firstCounter = firstCounter;
            this.count = count;
            this.recordKeys = recordKeys;
        }

        private void attempt(int toKey) {
            attempts++;
            if (operation == null) {
                key = toKey;
                operation = lanes.invoke(F.SEND, steps(Mop.Send.UNANSWERED), recordKeys.isEmpty() ? producerIs()
                        : producerIs().with(Extras.RECORD_KEYS, recordKeys));
            }
        }

        private void acked(long baseOffset, int cuts) {
            Extras from = recorder.from(key, cuts);
            Extras extras = attempts > 1 ? producerIs().with(Extras.ATTEMPTS, attempts) : producerIs();
            for (int i = 0; i < from.size(); i++) {
                extras = extras.with(from.name(i), from.value(i));
            }
            operation.ok(steps(baseOffset < 0 ? Mop.Send.UNKNOWN : baseOffset), extras);
        }

        private void unknown() {
            if (operation != null) {
                operation.info(producerIs().with(Extras.ATTEMPTS, attempts));
            }
        }

        private void refused(ErrorCode why) {
            if (operation != null) {
                operation.fail(producerIs().with(Extras.ERROR, why == ErrorCode.REQUEST_TIMED_OUT
                        ? new Keyword("never-written") : RegisterOp.keyword(why)));
            }
        }

        private Extras producerIs() {
            return Extras.of(Extras.PRODUCER, producer);
        }

        private OpValue steps(long baseOffset) {
            List<Mop> steps = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                steps.add(new Mop.Send(key, Values.of(producer, firstCounter + i),
                        baseOffset < 0 ? baseOffset : baseOffset + i));
            }
            return new OpValue.Mops(steps);
        }
    }
}
