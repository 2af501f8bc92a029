import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The records of the keyed topic: what was acknowledged, and whether what is read is just that. Record {@code n} has
 * the key {@code n % KEYS} and the value {@code n}, so each key's values say its order.
 */
final class KeyedRecords {

    static final int KEYS = 20;

    private final Map<String, Long> acknowledged = new TreeMap<>();
    private final Set<Long> numbers = new TreeSet<>();
    private int sent;

    /** The number of the next record to send. */
    int next() {
        return sent++;
    }

    static String key(int number) {
        return "key-" + number % KEYS;
    }

    /** To be called by the producer's thread; an offset of -1 is one that the node no longer knew. */
    synchronized void acknowledge(int partition, long offset, int number) {
        Check.that(numbers.add((long) number), "record " + number + " was acknowledged twice");
        String place = offset < 0 ? "unknown-" + number : partition + "@" + offset;
        Long other = acknowledged.put(place, (long) number);
        Check.that(other == null, "records " + other + " and " + number + " were both acknowledged at " + place);
    }

    synchronized int acknowledgedCount() {
        return acknowledged.size();
    }

    /** Checks that these, of each partition in order, are all that was acknowledged, each once, at its offset. */
    synchronized void expectExactly(List<ConsumerRecord<String, String>> records) {
        Map<Integer, Long> nextOffsets = new TreeMap<>();
        Map<String, Long> lastOfKey = new TreeMap<>();
        Set<Long> read = new TreeSet<>();
        for (ConsumerRecord<String, String> record : records) {
            String place = record.partition() + "@" + record.offset();
            long number = Long.parseLong(record.value());
            Check.equal(nextOffsets.getOrDefault(record.partition(), 0L), record.offset(),
                    "offset after the one before in partition " + record.partition());
            nextOffsets.put(record.partition(), record.offset() + 1);
            Check.equal(acknowledged.getOrDefault(place, number), number, "record acknowledged at " + place);
            Check.equal(key((int) number), record.key(), "key of record " + number);
            Long previous = lastOfKey.put(record.key(), number);
            Check.equal(previous == null ? number % KEYS : previous + KEYS, number, "next of " + record.key());
            Check.equal(String.valueOf(number), new String(record.headers().lastHeader("n").value()),
                    "header of record " + number);
            read.add(number);
        }
        Set<Long> lost = new TreeSet<>(numbers);
        lost.removeAll(read);
        Check.equal(Set.of(), lost, "acknowledged records that were not read");
        Check.equal(numbers.size(), records.size(), "number of records read");
    }
}
