package dev.seedlog.log;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The text that Kafka's checkpoints share: a line with the version 0, a line with the number of entries, and a line for
 * each entry, its fields separated by blanks. An empty file has no entries.
 */
final class CheckpointText {

    private static final String VERSION = "0";

    private CheckpointText() {
    }

    static byte[] encode(List<String> lines) {
        StringBuilder text = new StringBuilder();
        text.append(VERSION).append('\n').append(lines.size()).append('\n');
        for (String line : lines) {
            text.append(line).append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The fields of each entry.
     *
     * @throws CorruptFileException if the text has another version, number of entries or number of fields
     */
    static List<String[]> decode(String path, byte[] bytes, int fieldCount) {
        List<String> lines = new ArrayList<>();
        splitLines(new String(bytes, StandardCharsets.UTF_8), lines);
        if (lines.isEmpty()) {
            return List.of();
        }
        if (!lines.get(0).strip().equals(VERSION)) {
            throw new CorruptFileException(path, "version '" + shown(lines.get(0)) + "' where 0 was expected");
        }
        long count = lines.size() < 2 ? 0 : number(path, lines.get(1).strip());
        if (count != Math.max(0, lines.size() - 2)) {
            throw new CorruptFileException(path, "it says " + count + " entries and has " + (lines.size() - 2));
        }
        List<String[]> entries = new ArrayList<>(lines.size());
        for (int i = 2; i < lines.size(); i++) {
            String[] fields = lines.get(i).strip().split("\\s+");
            if (fields.length != fieldCount) {
                throw new CorruptFileException(path, "malformed line '" + shown(lines.get(i)) + "'");
            }
            entries.add(fields);
        }
        return entries;
    }

    private static void splitLines(String text, List<String> lines) {
        int from = 0;
        while (from < text.length()) {
            int end = text.indexOf('\n', from);
            lines.add(text.substring(from, end < 0 ? text.length() : end));
            from = end < 0 ? text.length() : end + 1;
        }
    }

    static long number(String path, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new CorruptFileException(path, "'" + shown(text) + "' is not a number");
        }
    }

    static int smallNumber(String path, String text) {
        long number = number(path, text);
        if (number < Integer.MIN_VALUE || number > Integer.MAX_VALUE) {
            throw new CorruptFileException(path, "'" + shown(text) + "' is too large");
        }
        return (int) number;
    }

    private static String shown(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "...";
    }
}
