package dev.seedlog.histories;

import dev.seedlog.histories.edn.HistoryReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Histories written by hand. A line is {@code process type f value | extras}, in the notation of the files, where
 * {@code n} is the nemesis; index and time are added. {@code process f value -> answer | extras} stands for an
 * invocation and the :ok that follows at once.
 */
public final class Lines {

    private Lines() {
    }

    /** As a file has them. */
    public static String edn(String... lines) {
        StringBuilder text = new StringBuilder();
        int index = 0;
        for (String line : lines) {
            String extras = line.contains(" | ") ? ", " + line.substring(line.indexOf(" | ") + 3) : "";
            String main = line.contains(" | ") ? line.substring(0, line.indexOf(" | ")) : line;
            String[] words = main.split(" ", 3);
            if (main.contains(" -> ")) {
                String[] sides = words[2].split(" -> ", 2);
                index = entry(text, index, words[0], "invoke", words[1] + " " + sides[0], extras);
                index = entry(text, index, words[0], "ok", words[1] + " " + sides[1], extras);
            } else {
                index = entry(text, index, words[0], words[1], words[2], extras);
            }
        }
        return text.toString();
    }

    private static int entry(StringBuilder text, int index, String process, String type, String rest, String extras) {
        String[] words = rest.split(" ", 2);
        text.append("{:process ").append(process.equals("n") ? ":nemesis" : process).append(", :type :").append(type)
                .append(", :f :").append(words[0]).append(", :value ").append(words[1])
                .append(", :index ").append(index).append(", :time ").append(10 * index).append(extras).append("}\n");
        return index + 1;
    }

    /** Gives them to whoever judges. */
    public static void feed(OpSink sink, String... lines) {
        try {
            HistoryReader.read(new ByteArrayInputStream(edn(lines).getBytes(StandardCharsets.UTF_8)), sink);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
