package dev.seedlog.env;

/** The only source of chance. Streams are forked by name, so a new draw in one component never disturbs another. */
public interface RandomSource {

    /** Any 64 bits. */
    long nextLong();

    /**
     * A number from 0 to {@code bound - 1}, each as likely.
     *
     * @throws IllegalArgumentException if the bound is not positive
     */
    int nextInt(int bound);

    /**
     * An independent stream. It depends on this stream's seed and on the name alone, not on what was drawn before.
     */
    RandomSource fork(String stream);
}
