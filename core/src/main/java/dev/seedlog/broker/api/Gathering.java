package dev.seedlog.broker.api;

import dev.seedlog.machine.Refusal;
import dev.seedlog.machine.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Collects the parts of an answer that different coordinators give, in the order in which they were asked for. It is
 * complete, and passed on once, when every part has come and {@link #allAsked} was called.
 *
 * @param <A> what a part is
 */
final class Gathering<A> {

    private final Consumer<List<A>> whenComplete;
    private final List<A> parts = new ArrayList<>();
    private int missing = 1;

    Gathering(Consumer<List<A>> whenComplete) {
        this.whenComplete = whenComplete;
    }

    /** The place of the next part; {@code onRefusal} makes the part that tells why there is no other. */
    Reply<A> next(Function<Refusal, A> onRefusal) {
        int place = parts.size();
        parts.add(null);
        missing++;
        return new Reply<>() {
            @Override
            public void answer(A part) {
                parts.set(place, part);
                arrived();
            }

            @Override
            public void refuse(Refusal refusal) {
                answer(onRefusal.apply(refusal));
            }
        };
    }

    /** No further part is asked for. */
    void allAsked() {
        arrived();
    }

    private void arrived() {
        if (--missing == 0) {
            whenComplete.accept(parts);
        }
    }
}
