package dev.seedlog.env;

/**
 * What a directory holds.
 *
 * @param name the name within the directory
 * @param directory whether it is itself a directory
 */
public record DirectoryEntry(String name, boolean directory) {
}
