package dev.seedlog.client;

import dev.seedlog.wire.ErrorCode;

/**
 * Hears what became of an admin call; one of its methods is called, once.
 *
 * @param <T> what the answer says if it is no error
 */
public interface AdminListener<T> {

    /** It is done. */
    void onDone(T result);

    /**
     * It failed.
     *
     * @param error the broker's last, or REQUEST_TIMED_OUT if there was none in time
     * @param message what the broker said, or null
     * @param certain whether it certainly had no effect: no attempt was left without an answer
     */
    void onFailed(ErrorCode error, String message, boolean certain);
}
