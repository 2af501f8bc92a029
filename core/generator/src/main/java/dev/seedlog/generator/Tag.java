package dev.seedlog.generator;

/**
 * How a field is tagged (KIP-482).
 *
 * @param number its tag, -1 if it has none
 * @param versions in which it is tagged, and not in its place among the other fields
 */
record Tag(int number, Versions versions) {
    static final Tag NONE = new Tag(-1, Versions.NONE);
}
