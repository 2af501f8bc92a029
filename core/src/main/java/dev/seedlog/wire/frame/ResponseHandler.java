package dev.seedlog.wire.frame;

import dev.seedlog.env.CloseReason;
import dev.seedlog.wire.WireReader;

/** Hears what became of one request. One of its methods is called, once; both if the answer cannot be read. */
public interface ResponseHandler {

    /**
     * The answer arrived. What is read from it is valid until the turn ends.
     *
     * @param body positioned at the answer's body
     * @param version the version in which the request was made
     * @throws dev.seedlog.wire.WireFormatException if it is malformed: the connection ends, and {@link #onLost} follows
     */
    void onResponse(WireReader body, short version);

    /** The connection ended before an answer came. Whether the request was served is unknown, unless it was refused. */
    void onLost(CloseReason why);
}
