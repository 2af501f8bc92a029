package dev.seedlog.simworld;

import dev.seedlog.env.RandomSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A file: its bytes as the page cache has them, and what is needed to tell what of them is durable.
 *
 * <p>A baseline is the content at the moment when a force was asked for; when that force ends, its baseline becomes the
 * durable one. The content of a sector at a baseline is kept as an image when the sector is first written after it;
 * a sector without an image has not changed since. So appending costs one image of the last sector for each force.
 */
final class SimFile extends Inode {

    /** What a disk writes as a whole, or fails to. */
    static final int SECTOR_BYTES = 512;

    private final Pages pages = new Pages();
    private final NavigableMap<Long, TreeMap<Long, byte[]>> images = new TreeMap<>();
    private final List<Baseline> asked = new ArrayList<>();
    private long size;
    private long truncations;
    private long baselines;
    private long durableBaseline;
    private long durableSize;
    private long sizeAtLastBaseline;
    private CutTail cutTail;
    private boolean forcesLie;
    private SimProcess lockHolder;
    private final List<Damage> damages = new ArrayList<>(0);

    /** Bytes that are not as they were written, and by which fault. */
    private record Damage(long position, byte[] sound, byte[] damaged, Hits.Kind kind) {
        private boolean touches(long from, int length) {
            return position < from + length && from < position + damaged.length;
        }
    }

    /** A force that has not ended: its number and how much of the file it covers. */
    private static final class Baseline {
        private final long number;
        private long size;

        private Baseline(long number, long size) {
            this.number = number;
            this.size = size;
        }
    }

    /** What a truncation cut away: it may come back until both the file and its directory were forced. */
    private static final class CutTail {
        private final long from;
        private final byte[] bytes;
        private final long firstBaselineThatKnows;
        private boolean fileForced;
        private boolean directoryForced;

        private CutTail(long from, byte[] bytes, long firstBaselineThatKnows) {
            this.from = from;
            this.bytes = bytes;
            this.firstBaselineThatKnows = firstBaselineThatKnows;
        }

        private long end() {
            return from + bytes.length;
        }
    }

    /** All that undoing a truncation needs. */
    record Truncation(long size, byte[] tail, long durableSize, long sizeAtLastBaseline, CutTail cutTail,
                      Map<Long, TreeMap<Long, byte[]>> images) {
    }

    long size() {
        return size;
    }

    long truncations() {
        return truncations;
    }

    SimProcess lockHolder() {
        return lockHolder;
    }

    void setLockHolder(SimProcess process) {
        lockHolder = process;
    }

    int read(long position, MutableDirectBuffer target, int offset, int length) {
        int count = (int) Math.max(0, Math.min(length, size - position));
        pages.read(position, target, offset, count);
        return count;
    }

    byte[] bytes(long position, int length) {
        return pages.read(position, length);
    }

    void write(long position, DirectBuffer source, int offset, int length) {
        keepImages(position, position + length);
        pages.write(position, source, offset, length);
        size = Math.max(size, position + length);
    }

    void write(long position, byte[] bytes, int offset, int length) {
        keepImages(position, position + length);
        pages.write(position, bytes, offset, length);
    }

    /** Takes back an append, or the part of it from here on. Only for undoing: no truncation begins. */
    void shrink(long to) {
        pages.clearFrom(to);
        size = to;
    }

    /** Cuts the file, and gives what undoing it needs. */
    Truncation truncate(long to) {
        byte[] tail = pages.read(to, (int) (size - to));
        long firstWhole = (to + SECTOR_BYTES - 1) / SECTOR_BYTES;
        NavigableMap<Long, TreeMap<Long, byte[]>> cutImages = images.tailMap(firstWhole, true);
        Truncation before = new Truncation(size, tail, durableSize, sizeAtLastBaseline, cutTail,
                new TreeMap<>(cutImages));
        cutImages.clear();
        if (size > to || cutTail != null) {
            cutTail = new CutTail(to, tailWithOlder(to, tail), baselines + 1);
        }
        pages.clearFrom(to);
        size = to;
        durableSize = Math.min(durableSize, to);
        sizeAtLastBaseline = Math.min(sizeAtLastBaseline, to);
        asked.forEach(baseline -> baseline.size = Math.min(baseline.size, to));
        truncations++;
        return before;
    }

    /** Takes back a truncation of which no force knows. */
    void untruncate(Truncation before) {
        pages.write(size, before.tail, 0, before.tail.length);
        size = before.size;
        durableSize = before.durableSize;
        sizeAtLastBaseline = before.sizeAtLastBaseline;
        cutTail = before.cutTail;
        images.putAll(before.images);
        truncations++;
    }

    private byte[] tailWithOlder(long from, byte[] tail) {
        if (cutTail == null || cutTail.end() <= from + tail.length) {
            return tail;
        }
        byte[] joined = new byte[(int) (cutTail.end() - from)];
        long olderFrom = Math.max(from, cutTail.from);
        System.arraycopy(cutTail.bytes, (int) (olderFrom - cutTail.from), joined, (int) (olderFrom - from),
                (int) (cutTail.end() - olderFrom));
        System.arraycopy(tail, 0, joined, 0, tail.length);
        return joined;
    }

    /** A force is asked for: gives its baseline's number. */
    long beginForce() {
        baselines++;
        sizeAtLastBaseline = size;
        asked.add(new Baseline(baselines, size));
        return baselines;
    }

    /** A force has ended well: its baseline is durable, unless an earlier force failed, after which none is honest. */
    void forced(long number) {
        Baseline done = null;
        for (Baseline baseline : asked) {
            if (baseline.number == number) {
                done = baseline;
            }
        }
        asked.removeIf(baseline -> baseline.number == number);
        if (done == null || forcesLie || number < durableBaseline) {
            return;
        }
        durableBaseline = number;
        durableSize = Math.max(durableSize, done.size);
        images.values().removeIf(bySector -> {
            bySector.headMap(number, false).clear();
            return bySector.isEmpty();
        });
        if (cutTail != null && number >= cutTail.firstBaselineThatKnows) {
            cutTail.fileForced = true;
            forgetTailIfDurable();
        }
    }

    /**
     * A force has failed. What was not durable may never be, though later forces say so: the cache counts as clean what
     * it could not write.
     */
    void forceFailed(long number) {
        asked.removeIf(baseline -> baseline.number == number);
        forcesLie = true;
    }

    /** What a force of the directory must remember now, to know later which truncation it covered; or null. */
    Object cutTail() {
        return cutTail;
    }

    /** The directory was forced when this was what had been cut away. */
    void directoryForced(Object tailThen) {
        if (cutTail != null && cutTail == tailThen) {
            cutTail.directoryForced = true;
            forgetTailIfDurable();
        }
    }

    private void forgetTailIfDurable() {
        if (cutTail.fileForced && cutTail.directoryForced) {
            cutTail = null;
        }
    }

    /** The bytes that were there when the last force was asked for that ended well. */
    byte[] durablePrefix() {
        return pages.read(0, (int) Math.min(durableSize, size));
    }

    /** Becomes what a power cut leaves. */
    void powerCut(RandomSource random, DiskLosses losses) {
        boolean tailBack = cutTail != null && random.nextInt(2) == 0;
        if (tailBack) {
            losses.truncationUndone();
        }
        long endOfSectors = cutEnd(random);
        new SectorLottery(this, random, losses).play(dirtySectors(endOfSectors), endOfSectors, tailBack);
        losses.cutAway(size - endOfSectors);
        shrinkTo(endOfSectors, tailBack);
        replaced();
    }

    /** What is there now is durable, on a disk that does not lie. */
    void replaced() {
        images.clear();
        asked.clear();
        durableBaseline = baselines;
        durableSize = size;
        sizeAtLastBaseline = size;
        cutTail = null;
        forcesLie = false;
    }

    /** Flips bits of a byte that is there: what a disk does as it ages. */
    void corrupt(long position, int mask) {
        byte[] bytes = pages.read(position, 1);
        bytes[0] ^= (byte) mask;
        pages.write(position, bytes, 0, 1);
    }

    /** Flips bits of a byte that is there, until it is {@linkplain #mend mended}. */
    void rot(long position, int mask) {
        byte[] sound = pages.read(position, 1);
        damage(new Damage(position, sound, new byte[] {(byte) (sound[0] ^ mask)}, Hits.Kind.BIT_ROT));
    }

    /** Overwrites bytes that are there with what was to be elsewhere, until they are {@linkplain #mend mended}. */
    void damage(long position, byte[] misdirected) {
        damage(new Damage(position, pages.read(position, misdirected.length), misdirected, Hits.Kind.MISDIRECTED));
    }

    private void damage(Damage damage) {
        damages.add(damage);
        pages.write(damage.position, damage.damaged, 0, damage.damaged.length);
    }

    /** By which fault what is read there is not what was written; null if it is. */
    Hits.Kind damageAt(long position, int length) {
        for (Damage damage : damages) {
            if (damage.touches(position, length)) {
                return damage.kind;
            }
        }
        return null;
    }

    /** Puts damaged bytes right again, if they are still there. */
    void mend() {
        for (Damage damage : damages) {
            int length = (int) Math.max(0, Math.min(damage.damaged.length, size - damage.position));
            byte[] there = pages.read(damage.position, length);
            if (Arrays.equals(there, 0, length, damage.damaged, 0, length)) {
                pages.write(damage.position, damage.sound, 0, length);
            }
            mendImages(damage);
        }
        damages.clear();
    }

    /** What a power cut would bring back was noted of sectors that were damaged then. */
    private void mendImages(Damage damage) {
        long end = damage.position + damage.sound.length;
        images.subMap(damage.position / SECTOR_BYTES, true, end / SECTOR_BYTES, true).forEach((sector, bySector) -> {
            long start = sector * SECTOR_BYTES;
            int from = (int) (Math.max(start, damage.position) - start);
            int source = (int) (start + from - damage.position);
            for (byte[] image : bySector.values()) {
                int length = (int) Math.max(0, Math.min(image.length, end - start) - from);
                if (Arrays.equals(image, from, from + length, damage.damaged, source, source + length)) {
                    System.arraycopy(damage.sound, source, image, from, length);
                }
            }
        });
    }

    /** A sector's durable content, from a position; zeros or what was cut away where nothing is durable. */
    byte[] durableSector(long sector, boolean tailBack) {
        long start = sector * SECTOR_BYTES;
        byte[] content = tailBack ? fromCutTail(start) : new byte[SECTOR_BYTES];
        int durable = (int) Math.max(0, Math.min(SECTOR_BYTES, durableSize - start));
        if (durable > 0) {
            TreeMap<Long, byte[]> ofSector = images.get(sector);
            Map.Entry<Long, byte[]> image = ofSector == null ? null : ofSector.ceilingEntry(durableBaseline);
            byte[] source = image == null ? pages.read(start, SECTOR_BYTES) : image.getValue();
            System.arraycopy(source, 0, content, 0, durable);
        }
        return content;
    }

    void putSector(long sector, byte[] content, long end) {
        long start = sector * SECTOR_BYTES;
        pages.write(start, content, 0, (int) Math.min(SECTOR_BYTES, end - start));
    }

    private byte[] fromCutTail(long start) {
        byte[] content = new byte[SECTOR_BYTES];
        long from = Math.max(start, cutTail.from);
        long to = Math.min(start + SECTOR_BYTES, cutTail.end());
        if (from < to) {
            System.arraycopy(cutTail.bytes, (int) (from - cutTail.from), content, (int) (from - start),
                    (int) (to - from));
        }
        return content;
    }

    private void shrinkTo(long end, boolean tailBack) {
        pages.clearFrom(end);
        size = end;
        if (tailBack && cutTail.end() > end) {
            long from = Math.max(end, cutTail.from);
            pages.write(from, cutTail.bytes, (int) (from - cutTail.from), (int) (cutTail.end() - from));
            size = cutTail.end();
        }
    }

    private long cutEnd(RandomSource random) {
        if (size <= durableSize) {
            return size;
        }
        return switch (random.nextInt(4)) {
            case 0 -> durableSize;
            case 1 -> Draws.between(random, durableSize, size);
            default -> size;
        };
    }

    /** The sectors below {@code end} whose content may differ from the durable one, in order. */
    private List<Long> dirtySectors(long end) {
        List<Long> dirty = new ArrayList<>();
        long firstUndurable = durableSize / SECTOR_BYTES;
        images.forEach((sector, ofSector) -> {
            if (sector < firstUndurable && ofSector.ceilingKey(durableBaseline) != null) {
                dirty.add(sector);
            }
        });
        for (long sector = firstUndurable; sector * SECTOR_BYTES < end && size > durableSize; sector++) {
            dirty.add(sector);
        }
        if (size <= durableSize && images.containsKey(firstUndurable)) {
            dirty.add(firstUndurable);
        }
        return dirty;
    }

    /** Keeps what sectors contained at the last baseline, if they are written for the first time since. */
    private void keepImages(long from, long to) {
        long end = Math.min(to, sizeAtLastBaseline);
        for (long sector = from / SECTOR_BYTES; sector * SECTOR_BYTES < end; sector++) {
            images.computeIfAbsent(sector, unseen -> new TreeMap<>());
            TreeMap<Long, byte[]> ofSector = images.get(sector);
            if (!ofSector.containsKey(baselines)) {
                ofSector.put(baselines, pages.read(sector * SECTOR_BYTES, SECTOR_BYTES));
            }
        }
    }
}
