package dev.seedlog.specs.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.tools.DumpLogSegments;

/** What {@code kafka-dump-log --deep-iteration} says of files. */
public final class SegmentDump {

    private static final List<String> TROUBLE = List.of("ismatch", "Could not", "invalid bytes", "Found timestamp",
            "ut of order", "orrupt", "isvalid: false", "Exception");
    private static final String GAP = "Non-consecutive offsets in";
    private static final String FROM_NOTHING = "  -1 is followed by ";

    private final String output;
    private final List<String> complaints = new ArrayList<>();
    private int segmentsSaidToBeginLate;

    private SegmentDump(String output, String errors) {
        this.output = output;
        for (String line : output.split("\n")) {
            if (TROUBLE.stream().anyMatch(line::contains)) {
                complaints.add(line);
            }
        }
        // The tool says of each segment that does not begin at offset 0 that it follows offset -1: of Kafka's own too.
        String[] lines = errors.isBlank() ? new String[0] : errors.split("\n");
        for (String line : lines) {
            if (line.startsWith(FROM_NOTHING)) {
                segmentsSaidToBeginLate++;
            } else if (!line.startsWith(GAP) && !line.startsWith("SLF4J")) {
                complaints.add(line);
            }
        }
    }

    /** The files of a partition that the tool knows. */
    public static List<String> files(Path partition) throws IOException {
        try (Stream<Path> files = Files.list(partition)) {
            return files.map(Path::toString).sorted()
                    .filter(name -> name.endsWith(".log") || name.endsWith("index") || name.endsWith(".snapshot"))
                    .toList();
        }
    }

    /** What it says with further options. */
    public static SegmentDump of(List<String> files, String... options) throws IOException {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
        try {
            List<String> arguments = new ArrayList<>(List.of(options));
            arguments.addAll(List.of("--deep-iteration", "--files", String.join(",", files)));
            DumpLogSegments.main(arguments.toArray(String[]::new));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        return new SegmentDump(output.toString(StandardCharsets.UTF_8), errors.toString(StandardCharsets.UTF_8));
    }

    /** All that the tool says. */
    public String output() {
        return output;
    }

    /** All that the tool finds wrong. */
    public List<String> complaints() {
        return complaints;
    }

    int segmentsSaidToBeginLate() {
        return segmentsSaidToBeginLate;
    }
}
