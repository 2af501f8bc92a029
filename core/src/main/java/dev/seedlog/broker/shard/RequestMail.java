package dev.seedlog.broker.shard;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.base.HostPort;
import dev.seedlog.broker.connection.Loan;
import dev.seedlog.env.CloseReason;
import dev.seedlog.env.ShardMessage;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.WireMessage;
import java.util.List;

/**
 * What shards tell each other about clients' requests. Each that asks is answered by one {@link Answer} or
 * {@link Disconnect} with its number, unless it is abandoned before.
 */
sealed interface RequestMail extends ShardMessage {

    /**
     * A client, as the shard that it is not connected to has to know it.
     *
     * @param remote its address
     * @param listenerName the configured listener that it came in by
     * @param clientId what it calls itself; null if it does not say
     */
    record Client(HostPort remote, String listenerName, String clientId) {
    }

    /**
     * A request, or a part of one, to be served by its owner.
     *
     * @param number the asker's
     * @param loans of the bytes in the request, which are valid in the turn that gets it
     */
    record Part(long number, Client client, Api api, short version, WireMessage request, List<Loan> loans)
            implements RequestMail {
    }

    /**
     * A request's frame as it was received, to be served as a whole elsewhere.
     *
     * @param number the asker's
     * @param frame valid in the turn that gets it
     */
    record Frame(long number, Client client, BufferSlice frame, Loan loan) implements RequestMail {
    }

    /**
     * An answer.
     *
     * @param number the asker's
     * @param response what it is, whose regions now belong to the asker; null if none is wanted
     */
    record Answer(long number, WireMessage response) implements RequestMail {
    }

    /** The client's connection is to end. */
    record Disconnect(long number, CloseReason why) implements RequestMail {
    }

    /** The client is gone: there is no need to go on. */
    record Abandon(long number) implements RequestMail {
    }

    /** A borrower is done with these. */
    record Returned(List<Loan> loans) implements RequestMail {
    }
}
