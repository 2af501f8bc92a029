package dev.seedlog.real;

import dev.seedlog.env.DiskException;
import dev.seedlog.env.DiskException.Kind;
import java.io.File;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Which kind of disk failure an exception of the JDK stands for. */
final class DiskErrors {

    private DiskErrors() {
    }

    static DiskException of(String path, String tried, IOException failure) {
        return new DiskException(kindOf(failure), path, tried + " failed (" + reasonOf(failure) + ")", failure);
    }

    /** A force that failed. */
    static DiskException ofForce(String path, IOException failure) {
        return new DiskException(Kind.FORCE_FAILED, path, "forcing failed (" + reasonOf(failure) + ")", failure);
    }

    /**
     * A write that failed. The system's error texts depend on the locale, so an unknown one asks how much room is left.
     */
    static DiskException ofWrite(String path, int sizeBytes, IOException failure) {
        Kind kind = kindOf(failure);
        if (kind == Kind.IO_ERROR && new File(path).getUsableSpace() < sizeBytes) {
            kind = Kind.NO_SPACE;
        }
        String tried = "writing " + sizeBytes + " bytes failed (" + reasonOf(failure) + ")";
        return new DiskException(kind, path, tried, failure);
    }

    private static Kind kindOf(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return Kind.NOT_FOUND;
        }
        if (failure instanceof FileAlreadyExistsException) {
            return Kind.ALREADY_EXISTS;
        }
        if (failure instanceof AccessDeniedException) {
            return Kind.ACCESS_DENIED;
        }
        String reason = reasonOf(failure);
        if (reason.contains("No space left") || reason.contains("quota exceeded")) {
            return Kind.NO_SPACE;
        }
        if (reason.contains("Permission denied") || reason.contains("Read-only file system")
                || reason.contains("Operation not permitted")) {
            return Kind.ACCESS_DENIED;
        }
        return Kind.IO_ERROR;
    }

    private static String reasonOf(IOException failure) {
        String reason = failure instanceof FileSystemException ? ((FileSystemException) failure).getReason() : null;
        if (reason == null && !(failure instanceof FileSystemException)) {
            reason = failure.getMessage();
        }
        return reason == null ? failure.getClass().getSimpleName() : reason;
    }
}
