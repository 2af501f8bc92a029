package dev.seedlog.histories;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What an entry says beyond its fixed fields: names with values, in their order. Values are {@link Long},
 * {@link Boolean}, {@link String}, {@link Keyword}, and what is made of these with {@link List} and {@link Map}.
 */
public final class Extras {

    /** Nothing more is said. */
    public static final Extras NONE = new Extras(new Object[0]);

    /** Why an operation failed, or is not known to have succeeded. */
    public static final String ERROR = "error";
    /** Which producer session sent: its sends have an order. Without it, the process is the session. */
    public static final String PRODUCER = "producer";
    /** How often a send was attempted, if more than once. */
    public static final String ATTEMPTS = "attempts";
    /** The record keys of what is sent, as numbers, one for each send: compaction keeps the newest of each. */
    public static final String RECORD_KEYS = "record-keys";
    /** Which life of the log answered, a number that {@link Breach} begins; without it, it is told by the time. */
    public static final String GENERATION = "generation";
    /** From where to where a poll read: {@code {key [position next-position]}}. */
    public static final String POSITIONS = "positions";
    /** A poll of those that read everything at the very end. */
    public static final String FINAL = "final?";
    /** A consumer goes to the beginning of what it assigns itself. */
    public static final String SEEK_TO_BEGINNING = "seek-to-beginning?";
    /** Changes of a consumer's partitions during an operation: {@code [{:type :revoked :keys [3]}]}. */
    public static final String REBALANCE_LOG = "rebalance-log";
    /** A failure was an abort: what was sent may be seen by those who read uncommitted. */
    public static final String ABORTED = "aborted?";
    /** The {@link #ERROR} of a poll that was told that its position is not in the log. */
    public static final Keyword OFFSET_OUT_OF_RANGE = new Keyword("offset-out-of-range");
    /** What else the operation was about, for histories of several registers: one is judged apart from the others. */
    public static final String KEY = "key";

    private final Object[] pairs;

    private Extras(Object[] pairs) {
        this.pairs = pairs;
    }

    /** One name with its value. */
    public static Extras of(String name, Object value) {
        return NONE.with(name, value);
    }

    /** These, and one more; a value that there is already is replaced in its place. */
    public Extras with(String name, Object value) {
        Object plain = Data.plain(value);
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i].equals(name)) {
                Object[] copy = pairs.clone();
                copy[i + 1] = plain;
                return new Extras(copy);
            }
        }
        Object[] longer = Arrays.copyOf(pairs, pairs.length + 2);
        longer[pairs.length] = name;
        longer[pairs.length + 1] = plain;
        return new Extras(longer);
    }

    /** How many there are. */
    public int size() {
        return pairs.length / 2;
    }

    /** The name at a place. */
    public String name(int place) {
        return (String) pairs[2 * place];
    }

    /** The value at a place. */
    public Object value(int place) {
        return pairs[2 * place + 1];
    }

    /** The value of a name; null if it is not there. */
    public Object get(String name) {
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i].equals(name)) {
                return pairs[i + 1];
            }
        }
        return null;
    }

    /** The number of a name, or {@code otherwise} if it is not there or no number. */
    public long number(String name, long otherwise) {
        return get(name) instanceof Long number ? number : otherwise;
    }

    /** Whether the name is there and true. */
    public boolean flag(String name) {
        return Boolean.TRUE.equals(get(name));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Extras that && Arrays.equals(pairs, that.pairs);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(pairs);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < pairs.length; i += 2) {
            text.append(i == 0 ? ":" : ", :").append(pairs[i]).append(' ').append(pairs[i + 1]);
        }
        return text.toString();
    }
}
