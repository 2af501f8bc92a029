package dev.seedlog.controller;

/**
 * A broker as the controller sees it.
 *
 * <p>Legal transitions: FENCED to UNFENCED when it has read its own registration and wants to; UNFENCED to FENCED when
 * it wants to, or is not heard of; UNFENCED to CONTROLLED_SHUTDOWN when it wants to stop and leads; each to
 * SHUTDOWN_NOW when it wants to stop and nothing depends on it any more. A new registration begins at FENCED.
 */
enum BrokerState {
    /** It leads nothing, and is in an ISR as its last member or, if it lost nothing, until its session ends. */
    FENCED,
    /** It serves. */
    UNFENCED,
    /** It serves until others lead what it leads. */
    CONTROLLED_SHUTDOWN,
    /** It may stop. */
    SHUTDOWN_NOW;

    /** Whether that state may follow this one. */
    boolean canBecome(BrokerState next) {
        return switch (this) {
            case FENCED -> next != CONTROLLED_SHUTDOWN;
            case UNFENCED -> true;
            case CONTROLLED_SHUTDOWN -> next != UNFENCED;
            case SHUTDOWN_NOW -> next == FENCED || next == SHUTDOWN_NOW;
        };
    }
}
