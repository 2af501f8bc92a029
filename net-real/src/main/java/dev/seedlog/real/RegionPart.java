package dev.seedlog.real;

/** A range of a file on its way; used again and again. */
final class RegionPart extends SendPart {

    private RealFileRegion region;
    private int sent;

    void hold(RealFileRegion newRegion) {
        region = newRegion;
        sent = 0;
    }

    RealFileRegion region() {
        return region;
    }

    int sent() {
        return sent;
    }

    void advance(int bytes) {
        sent += bytes;
    }

    @Override
    int remaining() {
        return region.sizeBytes() - sent;
    }

    @Override
    void free(SendArena arena) {
        RealFileRegion done = region;
        region = null;
        arena.freed(this);
        done.release();
    }
}
