package dev.seedlog.histories.edn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seedlog.histories.Extras;
import dev.seedlog.histories.F;
import dev.seedlog.histories.HistoryRecorder;
import dev.seedlog.histories.Keyword;
import dev.seedlog.histories.Lane;
import dev.seedlog.histories.Op;
import dev.seedlog.histories.OpValue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Histories have exactly the shapes that other checkers read. */
class GoldenFilesTest {

    static String golden(String name) throws IOException {
        try (InputStream in = GoldenFilesTest.class.getResourceAsStream("/dev/seedlog/histories/golden/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static List<Op> read(String text) throws IOException {
        List<Op> ops = new ArrayList<>();
        HistoryReader.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), ops::add);
        return ops;
    }

    static String write(List<Op> ops) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (HistoryWriter writer = new HistoryWriter(bytes)) {
            ops.forEach(writer::accept);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"register.edn", "queue.edn", "set.edn", "list-append.edn", "kafka.edn", "seedlog.edn"})
    void whatIsReadIsWrittenByteForByte(String name) throws IOException {
        assertEquals(golden(name), write(read(golden(name))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"register.edn", "queue.edn", "set.edn", "list-append.edn", "kafka.edn", "seedlog.edn"})
    void theReaderAndEdnJavaReadTheSame(String name) throws IOException {
        EdnJava.assertSame(golden(name));
    }

    @Test
    void theRecorderMakesTheRegistersHistory() throws IOException {
        PrimitiveIterator.OfLong times = LongStream.of(1000, 1500, 1600, 1800, 1900, 2000, 2500).iterator();
        List<Op> ops = new ArrayList<>();
        HistoryRecorder recorder = new HistoryRecorder(ops::add, times::nextLong, 10);
        Lane writer = recorder.lane();
        Lane reader = recorder.lane();
        var write = writer.invoke(F.WRITE, OpValue.num(1));
        var read = reader.invoke(F.READ, OpValue.NIL);
        recorder.nemesis(F.of("kill"), OpValue.NIL);
        read.ok(OpValue.num(1));
        write.ok(OpValue.num(1));
        reader.invoke(F.CAS, new OpValue.Cas(1, 2)).info(Extras.of(Extras.ERROR, new Keyword("timeout")));
        recorder.finish();
        assertEquals(golden("register.edn"), write(ops));
    }

    @Test
    void aFileThatIsOneVectorIsReadAsWell() throws IOException {
        assertEquals(read(golden("kafka.edn")), read("; made by hand\n[" + golden("kafka.edn") + "]\n"));
    }

    @Test
    void tagsOfOperationsAndDiscardedValuesAreIgnored() throws IOException {
        String tagged = golden("register.edn").replace("{:process 0", "#_ {:no [more]} #jepsen.history.Op{:process 0");
        assertEquals(read(golden("register.edn")), read(tagged));
    }
}
