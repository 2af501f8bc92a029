package dev.seedlog.machine;

/**
 * What a machine does on this node. It begins to lead by LOADING, CATCHING_UP, ACTIVE in turn; from any of them it
 * becomes IDLE when leadership or the directory is lost.
 */
public enum MachineStage {

    /** Another node leads, or none. There is no state, and every command is refused. */
    IDLE,
    /** The log is read from its beginning, or a snapshot, to its end. Commands are refused. */
    LOADING,
    /** All is read, but not all of it is known to be committed. Commands are refused. */
    CATCHING_UP,
    /** Commands are decided. */
    ACTIVE;

    /** Whether that stage may follow this one. */
    public boolean canBecome(MachineStage next) {
        return switch (next) {
            case IDLE -> this != IDLE;
            case LOADING -> this == IDLE;
            case CATCHING_UP -> this == LOADING;
            case ACTIVE -> this == CATCHING_UP;
        };
    }
}
