package dev.seedlog.broker.connection;

import dev.seedlog.base.HostPort;
import dev.seedlog.env.CloseReason;
import dev.seedlog.wire.WireMessage;

/** Where a request came from that is not answered to a client at once: whoever asked puts the answer where it goes. */
public final class PartSource extends RequestSource {

    /** Hears the one outcome. */
    public interface Asker {

        /** The answer; null if none is wanted. Its regions belong to the asker now. */
        void onAnswer(WireMessage response);

        /** The client's connection is to end instead. */
        void onDisconnect(CloseReason why);
    }

    private final HostPort remote;
    private final String listenerName;
    private final Asker asker;
    private Exchange exchange;
    private boolean closed;

    /** The source of one request of a client that is connected elsewhere. */
    public PartSource(HostPort remote, String listenerName, Asker asker) {
        this.remote = remote;
        this.listenerName = listenerName;
        this.asker = asker;
    }

    @Override
    public HostPort remote() {
        return remote;
    }

    @Override
    public String listenerName() {
        return listenerName;
    }

    @Override
    public boolean closed() {
        return closed;
    }

    @Override
    public void close(CloseReason why) {
        if (!closed) {
            closed = true;
            asker.onDisconnect(why);
        }
    }

    /** The client is gone: its answer is not wanted any more. */
    public void abandon() {
        if (!closed) {
            closed = true;
            if (exchange != null && !exchange.answered()) {
                exchange.abandon();
            }
        }
    }

    @Override
    void begin(Exchange begun) {
        exchange = begun;
    }

    @Override
    void onAnswer(Exchange answered) {
        if (closed) {
            AnswerRegions.release(answered.response());
        } else {
            closed = true;
            asker.onAnswer(answered.response());
        }
    }
}
