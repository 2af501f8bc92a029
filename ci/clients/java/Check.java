import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Expectations of the scenario: each failure says what was expected and what there was. */
final class Check {

    private Check() {
    }

    static void equal(Object expected, Object actual, String what) {
        if (!Objects.deepEquals(expected, actual)) {
            throw new AssertionError(what + ": expected " + shown(expected) + ", got " + shown(actual));
        }
    }

    static void that(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }

    /** What a controller has decided reaches a broker a moment later: asks until it is so, for ten seconds. */
    static void eventually(Object expected, Callable<?> actual, String what) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!equalNow(expected, actual) && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
        equal(expected, actual.call(), what);
    }

    private static boolean equalNow(Object expected, Callable<?> actual) throws Exception {
        try {
            return Objects.deepEquals(expected, actual.call());
        } catch (ExecutionException e) {
            return false;
        }
    }

    static void done(String step) {
        System.out.println("ok: " + step);
    }

    private static String shown(Object value) {
        if (value instanceof byte[] bytes) {
            return bytes.length + " bytes";
        }
        String text = String.valueOf(value);
        return text.length() <= 300 ? text : text.substring(0, 300) + "...";
    }
}
