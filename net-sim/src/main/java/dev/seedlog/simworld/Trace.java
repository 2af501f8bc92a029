package dev.seedlog.simworld;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;

/**
 * What happened, as one number: a rolling hash of (time, sequence, kind, node, shard, two details, bytes) of every
 * delivery, timer, disk operation, mail, fault and draw. Two runs with equal hashes were the same run.
 *
 * <p>Every thousand entries the hash is kept, so that two runs that differ can be compared from the beginning and
 * the place found where they parted. With a sink each entry is a line of text as well.
 */
public final class Trace {

    /** How many entries lie between two checkpoints. */
    public static final int CHECKPOINT_INTERVAL = 1000;

    private static final long PRIME = 0x9E3779B97F4A7C15L;
    private static final int ROTATION = 29;
    private static final int HEX_DIGITS = 16;

    /** What an entry is about. */
    enum Kind {
        TURN, TIMER, CONNECTED, ACCEPTED, BYTES, WRITABLE, CLOSED, MAIL, OPEN, READ, WRITE, TRUNCATE, FORCE, FORCED,
        RENAME, DELETE, CREATE, DISK_FAULT, START, EXIT, KILL, POWER_CUT, PAUSE, RESUME, LINK, CLOCK, DRAW
    }

    private final EventQueue queue;
    private long hash = PRIME;
    private long entries;
    private long[] checkpoints = new long[16];
    private Consumer<String> sink;

    Trace(EventQueue queue) {
        this.queue = queue;
    }

    /** The hash so far. */
    public long hash() {
        return hash;
    }

    /** The hash so far as 16 hexadecimal digits. */
    public String hex() {
        String digits = Long.toHexString(hash);
        return "0".repeat(HEX_DIGITS - digits.length()) + digits;
    }

    /** How many entries there are. */
    public long entries() {
        return entries;
    }

    /** The hash after each {@link #CHECKPOINT_INTERVAL} entries. */
    public long[] checkpoints() {
        return Arrays.copyOf(checkpoints, (int) (entries / CHECKPOINT_INTERVAL));
    }

    /** Has each entry written as a line of text from now on; null for none. */
    public void setSink(Consumer<String> lines) {
        sink = lines;
    }

    void note(Kind kind, int node, int shard, long first, long second) {
        fold(queue.now());
        fold(queue.sequence());
        fold(((long) kind.ordinal() << 48) | ((long) (node & 0xFFFF) << 16) | (shard & 0xFFFF));
        fold(first);
        fold(second);
        entries++;
        if (entries % CHECKPOINT_INTERVAL == 0) {
            keepCheckpoint();
        }
        if (sink != null) {
            sink.accept(queue.now() + " #" + queue.sequence() + " " + kind + " " + node + "/" + shard + " " + first
                    + " " + second + " " + hex());
        }
    }

    void note(Kind kind, int node, int shard, long first, DirectBuffer buffer, int offset, int length) {
        int at = offset;
        int end = offset + length;
        long bytes = length;
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            bytes = Long.rotateLeft((bytes ^ buffer.getLong(at, ByteOrder.LITTLE_ENDIAN)) * PRIME, ROTATION);
        }
        for (; at < end; at++) {
            bytes = Long.rotateLeft((bytes ^ buffer.getByte(at)) * PRIME, ROTATION);
        }
        fold(bytes);
        note(kind, node, shard, first, length);
    }

    void note(Kind kind, int node, int shard, String text) {
        long bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            bytes = Long.rotateLeft((bytes ^ text.charAt(i)) * PRIME, ROTATION);
        }
        note(kind, node, shard, bytes, text.length());
    }

    private void fold(long value) {
        hash = Long.rotateLeft((hash ^ value) * PRIME, ROTATION);
    }

    private void keepCheckpoint() {
        int index = (int) (entries / CHECKPOINT_INTERVAL) - 1;
        if (index == checkpoints.length) {
            checkpoints = Arrays.copyOf(checkpoints, 2 * index);
        }
        checkpoints[index] = hash;
    }
}
