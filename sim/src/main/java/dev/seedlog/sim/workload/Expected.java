package dev.seedlog.sim.workload;

import dev.seedlog.client.AdminListener;
import dev.seedlog.wire.ErrorCode;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Hears what became of an admin call that may be refused for some reasons; any other refusal is never right.
 *
 * @param <T> what the answer says if it is no error
 */
final class Expected<T> implements AdminListener<T> {

    private final Recorder recorder;
    private final String what;
    private final Set<ErrorCode> allowed = EnumSet.of(ErrorCode.REQUEST_TIMED_OUT);
    private final Consumer<T> then;
    private final Failed failed;

    /** Hears of a failure, an allowed one or not. */
    @FunctionalInterface
    interface Failed {
        void failed(ErrorCode error, boolean certain);
    }

    /**
     * A listener.
     *
     * @param what is asked for, in words
     * @param allowed why it may be refused, beyond being late
     */
    Expected(Recorder recorder, String what, Set<ErrorCode> allowed, Consumer<T> then, Failed failed) {
        this.recorder = recorder;
        this.what = what;
        this.allowed.addAll(allowed);
        this.then = then;
        this.failed = failed;
    }

    @Override
    public void onDone(T result) {
        then.accept(result);
    }

    @Override
    public void onFailed(ErrorCode error, String message, boolean certain) {
        if (!allowed.contains(error)) {
            recorder.broken("admin-refused", what + " is answered with " + error + " (" + message + ")");
        }
        failed.failed(error, certain);
    }
}
