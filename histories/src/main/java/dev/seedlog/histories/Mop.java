package dev.seedlog.histories;

import java.util.List;

/** A step of an operation. */
public sealed interface Mop {

    /**
     * A record is appended to a partition.
     *
     * @param key the partition
     * @param value unique for its key
     * @param offset where it is, or {@link #UNKNOWN} if the answer did not tell, or {@link #UNANSWERED}
     */
    record Send(int key, long value, long offset) implements Mop {

        /** It is done, and nobody said where: {@code [:send key [nil value]]}. */
        public static final long UNKNOWN = -1;
        /** There is no answer: {@code [:send key value]}. */
        public static final long UNANSWERED = -2;

        /** A record to be sent. */
        public Send(int key, long value) {
            this(key, value, UNANSWERED);
        }
    }

    /**
     * Records are asked for. A partition that showed nothing is not in the answer: Kafka's consumers do not name it,
     * and Jepsen's Kafka workload fails on one that is named with no record in all of a history.
     *
     * @param answer what each partition showed, in the order of the answer; null without an answer
     */
    record Poll(List<Polled> answer) implements Mop {

        /** The question. */
        public static final Poll UNANSWERED = new Poll(null);

        /** Copies the list, without those that showed nothing. */
        public Poll {
            answer = answer == null ? null : answer.stream().filter(polled -> polled.size() > 0).toList();
        }
    }

    /**
     * A value is appended to a list, as Elle has it.
     *
     * @param key a {@link Long}, {@link Keyword} or {@link String}
     * @param value unique for its key
     */
    record Append(Object key, long value) implements Mop {

        /** Keeps the key in its one form. */
        public Append {
            key = Data.plain(key);
        }
    }

    /**
     * A list is read, as Elle has it.
     *
     * @param key a {@link Long}, {@link Keyword} or {@link String}
     * @param values what is in it; null if that is not known
     */
    record ReadList(Object key, List<Long> values) implements Mop {

        /** Copies the list. */
        public ReadList {
            key = Data.plain(key);
            values = values == null ? null : List.copyOf(values);
        }
    }
}
