package dev.seedlog.log;

import java.nio.charset.StandardCharsets;

/**
 * The format of {@code .kafka_cleanshutdown}. That the file is there says that all was forced; its content, the
 * broker's epoch at that time, tells the controller that this node lost nothing (KIP-966).
 */
final class CleanShutdownMarker {

    /** In place of an epoch: the file says none. */
    static final long NO_EPOCH = -1;

    private static final String EPOCH_KEY = "\"brokerEpoch\"";

    private CleanShutdownMarker() {
    }

    static byte[] encode(long brokerEpoch) {
        return ("{\"version\":0,\"brokerEpoch\":" + brokerEpoch + "}").getBytes(StandardCharsets.UTF_8);
    }

    /** The epoch, or {@link #NO_EPOCH} if it cannot be read: older versions of Kafka left the file empty. */
    static long decode(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int key = text.indexOf(EPOCH_KEY);
        int colon = key < 0 ? -1 : text.indexOf(':', key + EPOCH_KEY.length());
        if (colon < 0) {
            return NO_EPOCH;
        }
        int end = colon + 1;
        while (end < text.length() && text.charAt(end) != ',' && text.charAt(end) != '}') {
            end++;
        }
        try {
            return Long.parseLong(text.substring(colon + 1, end).strip());
        } catch (NumberFormatException e) {
            return NO_EPOCH;
        }
    }
}
