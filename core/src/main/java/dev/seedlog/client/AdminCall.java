package dev.seedlog.client;

import dev.seedlog.log.TopicPartition;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.WireMessage;
import dev.seedlog.wire.WireReader;

/**
 * Something that an admin client can ask for, about one thing. {@link TopicCalls}, {@link ConfigCalls},
 * {@link RecordCalls} and {@link GroupCalls} make them.
 *
 * @param <T> what the answer says if it is no error
 */
public interface AdminCall<T> {

    /** Whom it goes to. */
    sealed interface Target permits AnyBroker, LeaderOf, CoordinatorOf {
    }

    /** Whichever broker; it passes on to the controller what is not its own business. */
    record AnyBroker() implements Target {
    }

    /** A partition's leader. */
    record LeaderOf(TopicPartition partition) implements Target {
    }

    /** A group's coordinator. */
    record CoordinatorOf(String groupId) implements Target {
    }

    /**
     * What an answer says.
     *
     * @param error {@code NONE} or what is wrong
     * @param message what the broker says of the error, or null
     * @param value the result; null with an error
     */
    record Answer<T>(ErrorCode error, String message, T value) {

        /** An answer that has nothing to say but its error, which may be none. */
        public static <T> Answer<T> failed(short errorCode, String message) {
            return new Answer<>(ErrorCode.forCode(errorCode), message, null);
        }

        /** An answer with a result. */
        public static <T> Answer<T> of(T value) {
            return new Answer<>(ErrorCode.NONE, null, value);
        }
    }

    /** Which API it is. */
    Api api();

    /** Whom it goes to. */
    Target target();

    /** The request as a version has it. */
    WireMessage request(short version);

    /**
     * What the answer says.
     *
     * @throws dev.seedlog.wire.WireFormatException if it is malformed, or not about what was asked
     */
    Answer<T> read(WireReader body, short version);

    /** Whether asking again may help: errors of the moment, and those that say somebody else is to be asked. */
    default boolean retries(ErrorCode error) {
        return error.isRetriable() && error != ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
    }
}
