package dev.seedlog.sim;

import java.util.ArrayList;
import java.util.List;

/** What a failure says of where it came from. */
final class StackTraces {

    private static final int MAX_FRAMES = 25;

    private StackTraces() {
    }

    static List<String> lines(Throwable failure) {
        List<String> lines = new ArrayList<>();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            lines.add(cause.toString());
            StackTraceElement[] frames = cause.getStackTrace();
            for (int i = 0; i < Math.min(MAX_FRAMES, frames.length); i++) {
                lines.add("    at " + frames[i]);
            }
        }
        return lines;
    }
}
