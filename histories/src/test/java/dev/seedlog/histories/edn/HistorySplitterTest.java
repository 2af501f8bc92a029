package dev.seedlog.histories.edn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seedlog.histories.Lines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkers of others get what they know, each in its own file. */
class HistorySplitterTest {

    @TempDir
    private Path directory;

    private String part(String name) throws IOException {
        return Files.readString(directory.resolve("parts").resolve(name));
    }

    @Test
    void eachCheckerGetsItsOwnFile() throws IOException {
        try (HistorySplitter splitter = new HistorySplitter(directory.resolve("parts"))) {
            Lines.feed(splitter, "n info history-begin 1", "n info kill nil", "0 write 5 -> 5 | :key \"a/b\"",
                    "1 send [[:send 0 1]] -> [[:send 0 [0 1]]]", "0 cas [7 8] -> [7 8] | :key 4",
                    "2 delete-group {:group \"g\", :keys []} -> {:group \"g\", :keys []}",
                    "3 txn [[:append :x 1]] -> [[:append :x 1]]", "4 invoke read nil | :key \"a/b\"",
                    "4 ok read 5 | :key \"a/b\"", "5 enqueue 1 -> 1", "n info history-end 16");
        }
        try (Stream<Path> files = Files.list(directory.resolve("parts"))) {
            assertEquals(List.of("lists.edn", "partitions.edn", "queue.edn", "register-4.edn", "register-a_b.edn"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
        assertEquals("""
                {:process :nemesis, :type :info, :f :kill, :value nil, :index 0, :time 10}
                {:process 1, :type :invoke, :f :send, :value [[:send 0 1]], :index 1, :time 40}
                {:process 1, :type :ok, :f :send, :value [[:send 0 [0 1]]], :index 2, :time 50}
                """, part("partitions.edn"));
        assertEquals("""
                {:process 0, :type :invoke, :f :write, :value 5, :index 0, :time 20, :key "a/b"}
                {:process 0, :type :ok, :f :write, :value 5, :index 1, :time 30, :key "a/b"}
                {:process 4, :type :invoke, :f :read, :value nil, :index 2, :time 120, :key "a/b"}
                {:process 4, :type :ok, :f :read, :value 5, :index 3, :time 130, :key "a/b"}
                """, part("register-a_b.edn"));
        for (String name : List.of("lists.edn", "partitions.edn", "queue.edn", "register-4.edn", "register-a_b.edn")) {
            GoldenFilesTest.read(part(name));
        }
    }

    @Test
    void setsAreKnownByWhatIsAdded() throws IOException {
        try (HistorySplitter splitter = new HistorySplitter(directory.resolve("parts"))) {
            Lines.feed(splitter, "0 add 1 -> 1", "0 read nil -> #{1}");
        }
        assertEquals(4, part("set.edn").lines().count());
    }
}
