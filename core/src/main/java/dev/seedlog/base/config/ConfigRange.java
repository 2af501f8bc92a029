package dev.seedlog.base.config;

import java.util.List;

/**
 * Which values of its type a key accepts. It is written as in the table of keys: {@code 1..}, {@code 1..9},
 * {@code -1 or 1..9}, {@code one|another} ({@code ~} before it: in any case), {@code +} for what must not be empty, and
 * nothing for any value.
 */
public final class ConfigRange {

    /** Any value. */
    public static final ConfigRange ANY = parse("");

    private static final String EITHER = " or ";
    private static final String THROTTLED_REPLICAS = "throttled replicas";

    private final boolean mayBeEmpty;
    private final boolean anyCase;
    private final boolean throttledReplicas;
    private final List<String> choices;
    private final List<Interval> intervals;

    private ConfigRange(boolean mayBeEmpty, boolean anyCase, boolean throttledReplicas, List<String> choices,
                        List<Interval> intervals) {
        this.mayBeEmpty = mayBeEmpty;
        this.anyCase = anyCase;
        this.throttledReplicas = throttledReplicas;
        this.choices = choices;
        this.intervals = intervals;
    }

    /** Reads the written form; see the class. */
    public static ConfigRange parse(String text) {
        if (text.equals(THROTTLED_REPLICAS)) {
            return new ConfigRange(true, false, true, List.of(), List.of());
        }
        if (text.contains("..")) {
            int or = text.indexOf(EITHER);
            Interval last = Interval.parse(text.substring(or < 0 ? 0 : or + EITHER.length()));
            return new ConfigRange(true, false, false, List.of(),
                    or < 0 ? List.of(last) : List.of(Interval.only(text.substring(0, or)), last));
        }
        boolean notEmpty = text.startsWith("+");
        boolean anyCase = text.startsWith("~");
        String rest = notEmpty || anyCase ? text.substring(1) : text;
        List<String> choices = rest.isEmpty() ? List.of() : List.of(rest.split("\\|"));
        return new ConfigRange(!notEmpty, anyCase, false, choices, List.of());
    }

    /** Whether a value, as {@link ConfigType#parse} returns it, is accepted. */
    public boolean contains(Object value) {
        if (value instanceof Number number) {
            double at = number.doubleValue();
            return intervals.isEmpty() || intervals.stream().anyMatch(interval -> interval.contains(at));
        }
        if (value instanceof List<?> items) {
            return (mayBeEmpty || !items.isEmpty())
                    && items.stream().allMatch(item -> containsText(item.toString(), items.size()));
        }
        return !(value instanceof String text) || (mayBeEmpty || !text.isEmpty()) && containsText(text, 1);
    }

    private boolean containsText(String text, int itemCount) {
        if (throttledReplicas) {
            return text.matches("[0-9]+:[0-9]+") || text.equals("*") && itemCount == 1;
        }
        return choices.isEmpty()
                || choices.stream().anyMatch(choice -> anyCase ? choice.equalsIgnoreCase(text) : choice.equals(text));
    }

    /** What is accepted, in words that follow "must be". */
    public String describe(ConfigType type) {
        if (throttledReplicas) {
            return "'*' or a list of PARTITION:BROKER";
        }
        if (type.isNumber()) {
            return type.description() + (intervals.isEmpty() ? "" : " " + String.join(EITHER,
                    intervals.stream().map(Interval::describe).toList()));
        }
        String all = String.join(", ", choices);
        if (type == ConfigType.LIST) {
            return "a list without duplicates" + (mayBeEmpty ? "" : ", not empty")
                    + (all.isEmpty() ? "" : ", of " + all);
        }
        if (!choices.isEmpty()) {
            return "one of " + all;
        }
        return type.description() + (mayBeEmpty ? "" : ", not empty");
    }

    /** Numbers from one to another, both included. */
    private record Interval(double from, double to, String fromText, String toText) {

        static Interval parse(String text) {
            int dots = text.indexOf("..");
            String from = text.substring(0, dots);
            String to = text.substring(dots + 2);
            return new Interval(Double.parseDouble(from), to.isEmpty() ? Double.MAX_VALUE : Double.parseDouble(to),
                    from, to);
        }

        static Interval only(String number) {
            double at = Double.parseDouble(number);
            return new Interval(at, at, number, number);
        }

        boolean contains(double at) {
            return at >= from && at <= to;
        }

        String describe() {
            if (toText.equals(fromText)) {
                return fromText;
            }
            return toText.isEmpty() ? "of at least " + fromText : "from " + fromText + " to " + toText;
        }
    }
}
