package dev.seedlog.histories.edn;

import dev.seedlog.histories.Extras;
import dev.seedlog.histories.F;
import dev.seedlog.histories.Mop;
import dev.seedlog.histories.Op;
import dev.seedlog.histories.OpSink;
import dev.seedlog.histories.OpValue;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes a history once more, as one file for each checker of others: {@code partitions.edn} for Jepsen's Kafka
 * workload, {@code lists.edn} for Elle, {@code register-NAME.edn}, {@code set.edn} and {@code queue.edn} for Knossos,
 * which wants a file for each register. In each, indexes are dense. What the nemesis says is in the first, without the
 * marks of the whole history's ends; what members of groups do is in none.
 */
public final class HistorySplitter implements OpSink, Closeable {

    private final Path directory;
    private final Map<String, Part> parts = new TreeMap<>();

    /** A file, and how many entries it has. */
    private static final class Part {
        private final HistoryWriter writer;
        private long size;

        private Part(Path file) throws IOException {
            writer = new HistoryWriter(Files.newOutputStream(file));
        }

        private void write(Op op) {
            writer.accept(new Op(size++, op.timeNanos(), op.process(), op.type(), op.f(), op.value(), op.extras()));
        }
    }

    /** Writes to a directory, which is made if it is not there; files in it are replaced. */
    public HistorySplitter(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
    }

    @Override
    public void accept(Op op) {
        String name = nameOf(op);
        if (name != null) {
            part(name).write(op);
        }
    }

    private Part part(String name) {
        return parts.computeIfAbsent(name, unseen -> {
            try {
                return new Part(directory.resolve(unseen + ".edn"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Of which file an entry is; null for none. */
    private String nameOf(Op op) {
        if (op.isNemesis()) {
            return op.f().equals(F.HISTORY_BEGIN) || op.f().equals(F.HISTORY_END) ? null : "partitions";
        }
        return switch (op.f().name()) {
            case "send", "poll", "assign", "subscribe", "crash", "debug-topic-partitions" -> "partitions";
            case "txn" -> ofLists(op.value()) ? "lists" : "partitions";
            case "write", "cas" -> register(op);
            case "read" -> parts.containsKey("set") ? "set" : register(op);
            case "add" -> "set";
            case "enqueue", "dequeue" -> "queue";
            default -> null;
        };
    }

    private static boolean ofLists(OpValue value) {
        return value instanceof OpValue.Mops mops && mops.steps().stream()
                .anyMatch(step -> step instanceof Mop.Append || step instanceof Mop.ReadList);
    }

    /** The names of registers become names of files: what is no letter, digit, dot or dash is an underscore. */
    private static String register(Op op) {
        Object key = op.extras().get(Extras.KEY);
        return "register" + (key == null ? "" : "-" + key.toString().replaceAll("[^A-Za-z0-9.-]", "_"));
    }

    @Override
    public void close() throws IOException {
        for (Part part : parts.values()) {
            part.writer.close();
        }
    }
}
