package dev.seedlog.real;

import dev.seedlog.env.CloseReason;

/** A promised region cannot be sent, so the response that has begun cannot be finished. */
final class RegionFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final CloseReason reason;

    RegionFailure(CloseReason reason, Throwable cause) {
        super(reason.name(), cause);
        this.reason = reason;
    }

    CloseReason reason() {
        return reason;
    }
}
