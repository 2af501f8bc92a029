package dev.seedlog.client;

import dev.seedlog.wire.ErrorCode;

/** Hears what becomes of the batches of a producer. Each ends in exactly one of the last three. */
public interface ProducerListener {

    /** The producer has a new session: its sequences begin again. */
    void onSession(ProducerSession session);

    /** The batch is sent, for the first time or again; {@link ProducerBatch#attempts()} counts this one. */
    void onSending(ProducerBatch batch, ClientChannel channel);

    /** The batch is written; its offset is -1 if the broker does not know it any more. */
    void onAcked(ProducerBatch batch, ClientChannel channel, long baseOffset);

    /** Nobody will ever say whether the batch is written: it was sent with acks=0, or its session ended. */
    void onUnknown(ProducerBatch batch);

    /** The batch is not written and never will be. */
    void onRefused(ProducerBatch batch, ErrorCode why);
}
