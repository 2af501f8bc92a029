package dev.seedlog.machine;

import dev.seedlog.wire.ErrorCode;

/**
 * Why something was not done.
 *
 * @param error the protocol's error
 * @param message what the user reads, null to leave it to the error's own text
 */
public record Refusal(ErrorCode error, String message) {

    /** A refusal without words of its own. */
    public static Refusal of(ErrorCode error) {
        return new Refusal(error, null);
    }
}
