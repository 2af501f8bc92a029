package dev.seedlog.base;

/**
 * A 128-bit identifier, as Kafka uses it for topics, clusters, directories and incarnations.
 *
 * <p>Its text form is URL-safe base64 without padding: 22 characters. It is never drawn here; whoever needs a new
 * one takes it from its random source, so that a simulated run stays a function of its seed.
 *
 * @param mostSignificantBits the first 64 bits on the wire
 * @param leastSignificantBits the last 64 bits on the wire
 */
public record Uuid(long mostSignificantBits, long leastSignificantBits) implements Comparable<Uuid> {

    /** All zero: "no id" in every message of the protocol. */
    public static final Uuid ZERO = new Uuid(0, 0);

    /** Reserved for the topic {@code __cluster_metadata} (KIP-516). */
    public static final Uuid METADATA_TOPIC_ID = new Uuid(0, 1);

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final int TEXT_LENGTH = 22;
    private static final int BITS_PER_CHARACTER = 6;

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException if the text is not 22 characters of URL-safe base64
     */
    public static Uuid parse(String text) {
        if (text.length() != TEXT_LENGTH) {
            throw new IllegalArgumentException("'" + text + "' is not a UUID: it has " + text.length()
                    + " characters, and 22 of URL-safe base64 are needed");
        }
        long high = 0;
        long low = 0;
        // 22 characters hold 132 bits; the last 4 are padding and must be zero.
        for (int i = 0; i < TEXT_LENGTH; i++) {
            int value = ALPHABET.indexOf(text.charAt(i));
            if (value < 0) {
                throw new IllegalArgumentException("'" + text + "' is not a UUID: character " + (i + 1)
                        + " is not URL-safe base64");
            }
            boolean last = i == TEXT_LENGTH - 1;
            if (last && (value & 0xF) != 0) {
                throw new IllegalArgumentException("'" + text + "' is not a UUID: its padding bits are not zero");
            }
            int bits = last ? 2 : BITS_PER_CHARACTER;
            int payload = last ? value >>> 4 : value;
            high = (high << bits) | (low >>> (Long.SIZE - bits));
            low = (low << bits) | payload;
        }
        return new Uuid(high, low);
    }

    /** Whether this is {@link #ZERO}. */
    public boolean isZero() {
        return mostSignificantBits == 0 && leastSignificantBits == 0;
    }

    @Override
    public int compareTo(Uuid other) {
        int high = Long.compareUnsigned(mostSignificantBits, other.mostSignificantBits);
        return high != 0 ? high : Long.compareUnsigned(leastSignificantBits, other.leastSignificantBits);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(TEXT_LENGTH);
        for (int i = 0; i < TEXT_LENGTH; i++) {
            text.append(ALPHABET.charAt(sixBits(i * BITS_PER_CHARACTER)));
        }
        return text.toString();
    }

    /** The six bits from position {@code from}, counted from the first; beyond bit 127 there are zeros. */
    private int sixBits(int from) {
        int value = 0;
        for (int bit = from; bit < from + BITS_PER_CHARACTER; bit++) {
            long word = bit < Long.SIZE ? mostSignificantBits : leastSignificantBits;
            long set = bit < 2 * Long.SIZE ? (word >>> (Long.SIZE - 1 - bit % Long.SIZE)) & 1 : 0;
            value = (value << 1) | (int) set;
        }
        return value;
    }
}
