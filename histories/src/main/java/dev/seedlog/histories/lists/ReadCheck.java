package dev.seedlog.histories.lists;

import dev.seedlog.histories.Mop;
import dev.seedlog.histories.OpType;
import dev.seedlog.histories.Violation;
import dev.seedlog.histories.Violations;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Looks at what one transaction read: whether it fits its own steps, and who appended it. */
final class ReadCheck {

    private final Violations violations;
    private final Function<Object, Versions> lists;

    ReadCheck(Violations violations, Function<Object, Versions> lists) {
        this.violations = violations;
        this.lists = lists;
    }

    /** What a transaction knows of a list; where the beginning is not known, these are the values at its end. */
    private record Expected(boolean whole, List<Long> values) {

        Expected with(long value) {
            List<Long> more = new ArrayList<>(values);
            more.add(value);
            return new Expected(whole, more);
        }

        boolean fits(List<Long> read) {
            int from = read.size() - values.size();
            return from >= 0 && (!whole || from == 0) && read.subList(from, read.size()).equals(values);
        }
    }

    /** A transaction that took effect. */
    void check(ListTxn transaction) {
        Map<Object, Expected> expected = new HashMap<>();
        Map<Object, Set<Long>> seen = new HashMap<>();
        for (Mop step : transaction.steps()) {
            if (step instanceof Mop.Append append) {
                expected.merge(append.key(), new Expected(false, List.of(append.value())),
                        (known, one) -> known.with(append.value()));
                if (seen.getOrDefault(append.key(), Set.of()).contains(append.value())) {
                    report(ListAnomaly.FUTURE_READ, transaction, "value " + append.value() + " of list "
                            + append.key() + " was read before the same transaction appended it", transaction);
                }
            } else if (step instanceof Mop.ReadList read) {
                List<Long> values = ListTxn.values(read);
                Expected known = expected.put(read.key(), new Expected(true, values));
                if (known != null && !known.fits(values)) {
                    report(ListAnomaly.INTERNAL, transaction, "list " + read.key() + " was read as " + values
                            + ", and " + (known.whole ? "" : "what was appended was ") + known.values, transaction);
                }
                seen.computeIfAbsent(read.key(), unseen -> new HashSet<>()).addAll(values);
                checkWriters(transaction, read.key(), values);
            }
        }
    }

    private void checkWriters(ListTxn reader, Object key, List<Long> values) {
        if (new HashSet<>(values).size() < values.size()) {
            report(ListAnomaly.DUPLICATE_ELEMENTS, reader, "list " + key + " has a value twice: " + values, reader);
        }
        Versions list = lists.apply(key);
        for (Long value : values) {
            ListTxn writer = list.writer(value);
            if (writer == null) {
                report(ListAnomaly.UNWRITTEN, reader, "value " + value + " of list " + key
                        + " was read, and nobody appended it", reader);
            } else if (writer.outcome() == OpType.FAIL) {
                report(ListAnomaly.G1A, reader, "value " + value + " of list " + key + " was read, and was aborted",
                        writer);
            }
        }
        ListTxn writer = values.isEmpty() ? null : list.writer(values.get(values.size() - 1));
        if (writer != null && writer != reader && !isLast(writer, key, values.get(values.size() - 1))) {
            report(ListAnomaly.G1B, reader, "list " + key + " was read up to value " + values.get(values.size() - 1)
                    + ", behind which the same transaction appended more", writer);
        }
    }

    private static boolean isLast(ListTxn writer, Object key, long value) {
        long last = value;
        for (Mop step : writer.steps()) {
            if (step instanceof Mop.Append append && append.key().equals(key)) {
                last = append.value();
            }
        }
        return last == value;
    }

    private void report(String anomaly, ListTxn one, String what, ListTxn other) {
        violations.add(anomaly, Violation.NO_KEY, what, one.invokedAt(), one.returnedAt(), other.invokedAt(),
                other.returnedAt());
    }
}
