package dev.seedlog.broker.quorum;

import dev.seedlog.metadata.MetadataDelta;
import dev.seedlog.metadata.MetadataImage;

/** Follows the committed metadata. */
@FunctionalInterface
public interface MetadataListener {

    /**
     * The metadata changed. It is called in the order of the commits, and before the controller answers what the same
     * commit completes.
     *
     * @param image what the cluster is now
     * @param delta the step from the image of the call before; of the first call, from the empty image
     */
    void onMetadata(MetadataImage image, MetadataDelta delta);
}
