package dev.seedlog.broker.api;

/**
 * The operations that a client may do, as a set of bits numbered by Kafka's AclOperation codes. Without an authorizer
 * everybody may do everything.
 */
public final class AuthorizedOperations {

    /** The client did not ask. */
    public static final int NOT_ASKED = Integer.MIN_VALUE;

    private static final int READ = 3;
    private static final int WRITE = 4;
    private static final int CREATE = 5;
    private static final int DELETE = 6;
    private static final int ALTER = 7;
    private static final int DESCRIBE = 8;
    private static final int CLUSTER_ACTION = 9;
    private static final int DESCRIBE_CONFIGS = 10;
    private static final int ALTER_CONFIGS = 11;
    private static final int IDEMPOTENT_WRITE = 12;

    private AuthorizedOperations() {
    }

    /** On a topic. */
    public static int onTopic(boolean asked) {
        return asked ? bits(READ, WRITE, CREATE, DELETE, ALTER, DESCRIBE, DESCRIBE_CONFIGS, ALTER_CONFIGS) : NOT_ASKED;
    }

    /** On a group. */
    public static int onGroup(boolean asked) {
        return asked ? bits(READ, DELETE, DESCRIBE, DESCRIBE_CONFIGS, ALTER_CONFIGS) : NOT_ASKED;
    }

    /** On the cluster. */
    public static int onCluster(boolean asked) {
        return asked ? bits(CREATE, ALTER, DESCRIBE, CLUSTER_ACTION, DESCRIBE_CONFIGS, ALTER_CONFIGS, IDEMPOTENT_WRITE)
                : NOT_ASKED;
    }

    private static int bits(int... operations) {
        int bits = 0;
        for (int operation : operations) {
            bits |= 1 << operation;
        }
        return bits;
    }
}
