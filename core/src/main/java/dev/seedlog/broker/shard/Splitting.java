package dev.seedlog.broker.shard;

import dev.seedlog.broker.connection.FrameLoans;
import dev.seedlog.broker.connection.Loan;
import dev.seedlog.wire.WireMessage;
import java.util.List;

/**
 * How the requests of one API are split over the shards that own what they name, and the answers joined.
 *
 * @param <Q> the request's type
 * @param <A> the answer's type
 */
interface Splitting<Q extends WireMessage, A extends WireMessage> {

    /** What each shard is asked for. */
    Parts<Q> split(Q request);

    /**
     * One answer to a request of which several shards got parts.
     *
     * @param answers what each shard answered, by the shards' numbers; null for those that were not asked
     */
    A join(Q request, Parts<Q> parts, List<A> answers);

    /**
     * The part for another shard with the received bytes in it lent.
     *
     * @param loans what was lent is added here
     */
    default Q lend(Q part, FrameLoans from, List<Loan> loans) {
        return part;
    }
}
