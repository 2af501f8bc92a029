package dev.seedlog.simworld;

import dev.seedlog.env.RandomSource;

/**
 * What a world is like, apart from the faults that are done to it. The ranges are drawn from again and again.
 *
 * @param network links and connections
 * @param disk disks
 * @param turns how long a turn and the way of a mail take
 * @param buggifyPermille which part of the rare paths of {@code Faults} exists in this world, in thousandths
 */
public record SimOptions(NetworkOptions network, DiskOptions disk, TurnOptions turns, int buggifyPermille) {

    private static final long MICRO = 1_000;
    private static final long MILLI = 1_000_000;

    /**
     * Links and connections.
     *
     * @param minLatencyNanos the fastest way of a packet between two machines
     * @param maxLatencyNanos the slowest outside of a slow period
     * @param slowLinkPermille how likely a link's next period is slow, ten times as slow, in thousandths
     * @param chunkedPermille how many connections deliver in small pieces, in thousandths
     * @param bytesPerMilli a link's bandwidth
     * @param windowBytes how much is on its way or unread before a sender has to wait
     * @param queueLimitBytes how much a connection queues before it refuses
     */
    public record NetworkOptions(long minLatencyNanos, long maxLatencyNanos, int slowLinkPermille, int chunkedPermille,
                                 long bytesPerMilli, int windowBytes, int queueLimitBytes) {
    }

    /**
     * Disks.
     *
     * @param minForceNanos the fastest force or prefetch
     * @param maxForceNanos the slowest, when the disk is well
     * @param slowForcePermille how likely a force takes twenty times as long, in thousandths
     * @param capacityBytes how much fits
     */
    public record DiskOptions(long minForceNanos, long maxForceNanos, int slowForcePermille, long capacityBytes) {
    }

    /**
     * Turns and mail.
     *
     * @param minTurnNanos the shortest turn
     * @param maxTurnNanos the longest
     * @param maxMailNanos the longest way of a mail that is not slow
     * @param slowMailPermille how likely a mail is a hundred times slower, in thousandths
     * @param mailboxCapacity how many requests may be unanswered between two shards
     */
    public record TurnOptions(long minTurnNanos, long maxTurnNanos, long maxMailNanos, int slowMailPermille,
                              int mailboxCapacity) {
    }

    /** A world where everything goes well and nothing is odd. */
    public static SimOptions calm() {
        return new SimOptions(
                new NetworkOptions(100 * MICRO, 500 * MICRO, 0, 0, 125_000, 256 * 1024, 1024 * 1024),
                new DiskOptions(200 * MICRO, 2 * MILLI, 0, 1L << 33),
                new TurnOptions(2 * MICRO, 20 * MICRO, 10 * MICRO, 0, 1024),
                0);
    }

    /** A world whose oddities are drawn: each seed explores a different one (swarm testing). */
    public static SimOptions drawn(RandomSource random) {
        long latency = 20 * MICRO * (1 + random.nextInt(50));
        NetworkOptions network = new NetworkOptions(latency, latency * (2 + random.nextInt(6)),
                pick(random, 0, 20, 100), pick(random, 0, 0, 100, 500), pick(random, 12_500, 125_000, 1_250_000),
                pick(random, 4 * 1024, 64 * 1024, 256 * 1024), pick(random, 16 * 1024, 256 * 1024, 1024 * 1024));
        long force = 50 * MICRO * (1 + random.nextInt(100));
        DiskOptions disk = new DiskOptions(force, force * (1 + random.nextInt(8)), pick(random, 0, 5, 50), 1L << 33);
        TurnOptions turns = new TurnOptions(2 * MICRO, MICRO * pick(random, 10, 50, 500),
                MICRO * pick(random, 5, 50), pick(random, 0, 10, 50), pick(random, 4, 64, 1024));
        return new SimOptions(network, disk, turns, pick(random, 0, 250, 500));
    }

    /** This, with other links and connections. */
    public SimOptions withNetwork(NetworkOptions other) {
        return new SimOptions(other, disk, turns, buggifyPermille);
    }

    /** This, with other disks. */
    public SimOptions withDisk(DiskOptions other) {
        return new SimOptions(network, other, turns, buggifyPermille);
    }

    /** This, with other turns. */
    public SimOptions withTurns(TurnOptions other) {
        return new SimOptions(network, disk, other, buggifyPermille);
    }

    /** This, with more or fewer rare paths. */
    public SimOptions withBuggify(int permille) {
        return new SimOptions(network, disk, turns, permille);
    }

    private static int pick(RandomSource random, int... values) {
        return values[random.nextInt(values.length)];
    }
}
