package dev.seedlog.client;

import dev.seedlog.wire.Api;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.WireMessage;
import dev.seedlog.wire.WireReader;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * A call that is made of its parts.
 *
 * @param requests makes the request of a version
 * @param reader reads the answer
 * @param more errors after which asking again may help, beyond those of every call
 */
record SimpleCall<T>(Api api, AdminCall.Target target, IntFunction<WireMessage> requests, AnswerReader<T> reader,
                     Set<ErrorCode> more) implements AdminCall<T> {

    static final AdminCall.Target ANYBODY = new AdminCall.AnyBroker();

    /** Reads an answer. */
    @FunctionalInterface
    interface AnswerReader<T> {
        AdminCall.Answer<T> read(WireReader body, short version);
    }

    SimpleCall(Api api, AdminCall.Target target, IntFunction<WireMessage> requests, AnswerReader<T> reader) {
        this(api, target, requests, reader, EnumSet.noneOf(ErrorCode.class));
    }

    @Override
    public WireMessage request(short version) {
        return requests.apply(version);
    }

    @Override
    public Answer<T> read(WireReader body, short version) {
        return reader.read(body, version);
    }

    @Override
    public boolean retries(ErrorCode error) {
        return more.contains(error) || AdminCall.super.retries(error);
    }
}
