package dev.seedlog.sim.cli;

import dev.seedlog.sim.FaultKind;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A file with all that happened in a run: a first line that says of which version, seed and options it is, a line for
 * each entry, and a last line with their number.
 */
final class TraceFile {

    /** What an entry looks like has this number; it changes when that does. */
    static final int VERSION = 1;

    private static final String NAME = "seedlog-trace";
    private static final String END = "end ";

    private TraceFile() {
    }

    private static String header(long seed, Set<FaultKind> without) {
        Set<String> ids = new TreeSet<>();
        without.forEach(kind -> ids.add(kind.id()));
        return NAME + " " + VERSION + " seed=" + seed + " without=" + String.join(",", ids);
    }

    /** Writes a trace. */
    static final class Writer implements Consumer<String>, Closeable {

        private final PrintWriter lines;
        private long entries;

        Writer(Path file, long seed, Set<FaultKind> without) throws IOException {
            lines = new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8));
            lines.println(header(seed, without));
        }

        @Override
        public void accept(String line) {
            entries++;
            lines.println(line);
        }

        @Override
        public void close() throws IOException {
            lines.println(END + entries);
            lines.close();
            if (lines.checkError()) {
                throw new IOException("not all of it could be written");
            }
        }
    }

    /** Reads a trace while the run happens once more, and finds where the two part. */
    static final class Comparison implements Consumer<String>, Closeable {

        private final Path file;
        private final BufferedReader lines;
        private long entries;
        private String difference;

        /**
         * Opens a trace.
         *
         * @throws IllegalArgumentException if it is no trace, or one of another version, seed or options
         */
        Comparison(Path file, long seed, Set<FaultKind> without) throws IOException {
            this.file = file;
            this.lines = Files.newBufferedReader(file, StandardCharsets.UTF_8);
            try {
                check(next(), header(seed, without));
            } catch (IllegalArgumentException e) {
                lines.close();
                throw e;
            }
        }

        private void check(String found, String expected) {
            String[] words = found == null ? new String[0] : found.split(" ", -1);
            if (words.length < 2 || !words[0].equals(NAME)) {
                throw new IllegalArgumentException(file + " is no trace: it does not begin with '" + NAME + "'");
            }
            if (!words[1].equals(String.valueOf(VERSION))) {
                throw new IllegalArgumentException(file + " is a trace of version " + words[1]
                        + "; this build compares version " + VERSION);
            }
            if (!found.equals(expected)) {
                throw new IllegalArgumentException(file + " is the trace of another run: it says '" + found
                        + "', and this one is '" + expected + "'");
            }
        }

        @Override
        public void accept(String line) {
            if (difference == null) {
                entries++;
                String before = next();
                if (!line.equals(before)) {
                    difference = "entry " + entries + " differs: " + file + " has '" + before + "', and now there is '"
                            + line + "'";
                }
            }
        }

        /** Where the run and the trace part, once the run is over; null if they are the same. */
        String difference() {
            if (difference == null) {
                String last = next();
                if (last == null) {
                    difference = file + " is cut short: it ends behind entry " + entries;
                } else if (!last.equals(END + entries)) {
                    difference = file + " goes on behind entry " + entries + ", the last one now, with '" + last + "'";
                }
            }
            return difference;
        }

        private String next() {
            try {
                return lines.readLine();
            } catch (MalformedInputException e) {
                throw new IllegalArgumentException(file + " is no trace: it is not text", e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }
}
