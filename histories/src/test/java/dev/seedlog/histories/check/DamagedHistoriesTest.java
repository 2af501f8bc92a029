package dev.seedlog.histories.check;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.histories.UnjudgeableHistoryException;
import dev.seedlog.histories.edn.HistoryReader;
import dev.seedlog.histories.edn.UnreadableHistoryException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Whatever is in a file, there is a verdict on it or a reason why there is none; nothing else is thrown. */
class DamagedHistoriesTest {

    private static final String[] FILES = {"register.edn", "queue.edn", "set.edn", "list-append.edn", "kafka.edn",
        "seedlog.edn"};
    private static final String[] PIECES = {"nil", "-1", "9223372036854775807", "-9223372036854775808", "0", "{}", "[]",
        "#{}", "\"\"", ":x", ":ok", ":info", ":fail", "[0 1]", "{0 [[0 1]]}", "{0 [5 2]}", "true", "1.5", "#a 1", "7N"};

    private static String golden(String name) throws IOException {
        try (InputStream in = DamagedHistoriesTest.class.getResourceAsStream("/dev/seedlog/histories/golden/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Whether there is a verdict. */
    private static boolean judged(byte[] text) throws IOException {
        try {
            HistoryChecker checker = new HistoryChecker();
            HistoryReader.read(new ByteArrayInputStream(text), checker);
            checker.finish();
            return true;
        } catch (UnreadableHistoryException | UnjudgeableHistoryException e) {
            return false;
        }
    }

    @Property(tries = 1500)
    void bytesThatWereChangedDoNoHarm(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        byte[] text = golden(FILES[random.nextInt(FILES.length)]).getBytes(StandardCharsets.UTF_8);
        for (int i = random.nextInt(4); i >= 0; i--) {
            text[random.nextInt(text.length)] = (byte) random.nextInt(256);
        }
        judged(text);
    }

    @Property(tries = 2000)
    void valuesThatWereChangedDoNoHarm(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        judged(changed(random).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void someOfThemAreJudgedAndSomeAreNot() throws IOException {
        int judged = 0;
        for (long seed = 0; seed < 1000; seed++) {
            judged += judged(changed(new Random(seed)).getBytes(StandardCharsets.UTF_8)) ? 1 : 0;
        }
        assertTrue(judged > 20 && judged < 980, judged + " were judged");
    }

    /** A history of which a number, a word or a bracketed value is another one. */
    private static String changed(Random random) throws IOException {
        String text = golden(FILES[random.nextInt(FILES.length)]);
        for (int i = random.nextInt(2); i >= 0; i--) {
            List<Integer> blanks = new ArrayList<>();
            for (int at = text.indexOf(' '); at >= 0; at = text.indexOf(' ', at + 1)) {
                blanks.add(at);
            }
            int from = blanks.get(random.nextInt(blanks.size())) + 1;
            text = text.substring(0, from) + PIECES[random.nextInt(PIECES.length)] + text.substring(end(text, from));
        }
        return text;
    }

    private static int end(String text, int from) {
        int depth = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if ("[{".indexOf(c) >= 0) {
                depth++;
            } else if ("]}".indexOf(c) >= 0) {
                depth--;
            }
            if (depth < 0 || depth == 0 && (c == ' ' || c == ',')) {
                return i;
            }
        }
        return text.length();
    }
}
