package dev.seedlog.record;

/**
 * What a topic does to the compression of the batches that it receives ({@code compression.type}).
 *
 * @param keepsProducers whether batches stay as their producers compressed them
 * @param target otherwise, how they are compressed anew; {@link Compression#NONE} if producers decide
 */
public record CompressionPolicy(boolean keepsProducers, Compression target) {

    /** Batches stay as they came: the default. */
    public static final CompressionPolicy PRODUCER = new CompressionPolicy(true, Compression.NONE);

    private static final String PRODUCER_NAME = "producer";
    private static final String NONE_NAME = "uncompressed";

    /** Batches that came otherwise are compressed anew. */
    public static CompressionPolicy of(Compression target) {
        return new CompressionPolicy(false, target);
    }

    /**
     * The policy that a value of {@code compression.type} names.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static CompressionPolicy forConfigName(String name) {
        if (name.equals(PRODUCER_NAME)) {
            return PRODUCER;
        }
        if (name.equals(NONE_NAME)) {
            return of(Compression.NONE);
        }
        if (name.equals(Compression.NONE.configName())) {
            throw new IllegalArgumentException("'none' is not a topic's compression: use uncompressed");
        }
        return of(Compression.forConfigName(name));
    }

    /** How a batch that came compressed so is to be stored. */
    public Compression storedAs(Compression received) {
        return keepsProducers ? received : target;
    }
}
