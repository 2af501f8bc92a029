package dev.seedlog.histories;

/**
 * A broken promise that no checker can find again in what is recorded, such as wrong bytes. The verdict on a history
 * that has one is that it was violated.
 *
 * @param anomaly a short name
 * @param what was seen, in a sentence
 */
public record Seen(String anomaly, String what) implements OpValue {
}
