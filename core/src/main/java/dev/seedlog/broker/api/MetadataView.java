package dev.seedlog.broker.api;

import dev.seedlog.metadata.MetadataImage;

/** The newest committed metadata that this shard has applied. */
@FunctionalInterface
public interface MetadataView {

    /** The image as of now; it never changes. */
    MetadataImage image();
}
