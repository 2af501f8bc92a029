package dev.seedlog.log;

import dev.seedlog.env.Disk;
import dev.seedlog.env.OpenMode;

/**
 * Says that something was cut away from a log, and that this may not be durable yet: an empty file in the log's
 * directory, there from before the cut until what was cut has been forced. The next process, after a kill, then forces
 * it before anything is appended; where there is none, nothing has to be forced to load a log.
 *
 * <p>The marker itself is never forced. A kill leaves it in the page cache. After a power cut the disk is all that
 * there is: either it shows the cut, which is then durable, or it does not, and then there was none.
 */
final class CutMarker {

    private CutMarker() {
    }

    /** Something is about to be cut. */
    static void put(Disk disk, String directory) {
        disk.open(path(directory), OpenMode.CREATE).close();
    }

    /** What was cut is durable. */
    static void remove(Disk disk, String directory) {
        SmallFiles.deleteIfExists(disk, path(directory));
    }

    private static String path(String directory) {
        return directory + "/" + LogFileNames.CUT;
    }
}
