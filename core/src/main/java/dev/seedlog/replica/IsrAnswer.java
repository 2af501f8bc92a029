package dev.seedlog.replica;

import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.AlterPartitionResponse;

/** Hears what became of an ISR that was proposed. */
public interface IsrAnswer {

    /** The controller has committed it, or this is what it had committed already. */
    void committed(AlterPartitionResponse.PartitionData state);

    /** It was refused, for this partition alone. */
    void refused(ErrorCode error);
}
