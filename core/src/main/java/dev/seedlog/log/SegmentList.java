package dev.seedlog.log;

import java.util.ArrayList;
import java.util.List;

/** A log's segments, ascending; the last one is appended to. */
final class SegmentList {

    private final ArrayList<Segment> segments = new ArrayList<>(1);

    int size() {
        return segments.size();
    }

    Segment get(int number) {
        return segments.get(number);
    }

    Segment first() {
        return segments.get(0);
    }

    Segment active() {
        return segments.get(segments.size() - 1);
    }

    boolean isEmpty() {
        return segments.isEmpty();
    }

    void add(Segment segment) {
        segments.add(segment);
    }

    /** Takes the last one off. */
    Segment removeLast() {
        return segments.remove(segments.size() - 1);
    }

    /** Takes the first one off. */
    Segment removeFirst() {
        return segments.remove(0);
    }

    /** Puts one in the place of {@code count} others. */
    void replace(int number, int count, Segment by) {
        segments.subList(number, number + count).clear();
        segments.add(number, by);
    }

    /** The number of the last segment whose base offset is not larger; -1 if there is none. */
    int floor(long offset) {
        int low = 0;
        int high = segments.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (segments.get(middle).baseOffset() <= offset) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high;
    }

    /** Where segment {@code number} ends: the next one's base offset, or {@code logEndOffset}. */
    long endOffset(int number, long logEndOffset) {
        return number + 1 < segments.size() ? segments.get(number + 1).baseOffset() : logEndOffset;
    }

    long sizeBytes() {
        long bytes = 0;
        for (Segment segment : segments) {
            bytes += segment.sizeBytes();
        }
        return bytes;
    }

    List<Segment> all() {
        return segments;
    }

    void clear() {
        segments.clear();
    }
}
