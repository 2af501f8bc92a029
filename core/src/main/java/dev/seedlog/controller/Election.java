package dev.seedlog.controller;

/** How a leader is chosen. */
enum Election {
    /** The preferred replica if it may lead; else whoever leads; else another that may. */
    PREFERRED,
    /** Whoever leads if it still may; else the first replica that may. */
    ONLINE,
    /** As ONLINE, and if none may, the first live replica, although it may lack acknowledged records. */
    UNCLEAN
}
