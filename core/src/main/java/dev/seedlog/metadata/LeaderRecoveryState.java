package dev.seedlog.metadata;

/**
 * Whether the leader still has to recover from an election outside the ISR (KIP-704).
 *
 * <p>Legal transitions: RECOVERED to RECOVERING when an unclean election chose the leader; RECOVERING to RECOVERED when
 * that leader says so.
 */
public enum LeaderRecoveryState {

    /** The leader came from the ISR, or has recovered. */
    RECOVERED(0),
    /** The leader was elected outside the ISR and has not yet recovered; it is the only member of the ISR. */
    RECOVERING(1);

    /** In a change record: the state stays as it is. */
    public static final byte NO_CHANGE = -1;

    private final byte code;

    LeaderRecoveryState(int code) {
        this.code = (byte) code;
    }

    /** The number in records and messages. */
    public byte code() {
        return code;
    }

    /** The state of a number, or null if it is none. */
    public static LeaderRecoveryState ofCode(byte code) {
        return code == 0 ? RECOVERED : code == 1 ? RECOVERING : null;
    }
}
