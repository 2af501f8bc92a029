package dev.seedlog.log;

import dev.seedlog.base.Uuid;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * What {@code .seedlog_run} says of a log directory: since which processes of this broker nothing was lost in it, and
 * what that depends on. Kafka does not know the file, and leaves it alone.
 *
 * @param bootId the boot of the machine in which that is true: {@link dev.seedlog.env.Disk#bootId()}; may be empty
 * @param durable whether it is true after a power cut too: all that was ever acknowledged since is forced
 * @param stoppedAtBrokerEpoch the epoch of a broker that was stopped cleanly, and after which nothing was lost; or -1
 * @param incarnations the processes since whose registration nothing was lost, the oldest first
 */
record RunRecord(String bootId, boolean durable, long stoppedAtBrokerEpoch, List<Uuid> incarnations) {

    /** Nothing is vouched for. */
    static final RunRecord NONE = new RunRecord("", false, CleanShutdownMarker.NO_EPOCH, List.of());

    /** So many processes in a row ended while they registered: that is no crash any more. */
    private static final int MOST_INCARNATIONS = 100;
    private static final String VERSION = "version";
    private static final String CURRENT_VERSION = "1";
    private static final String BOOT_ID = "boot.id";
    private static final String DURABLE = "durable";
    private static final String STOPPED_AT = "stopped.at.broker.epoch";
    private static final String INCARNATIONS = "incarnation.ids";

    /** Copies the list, and forgets the oldest of too many. */
    RunRecord {
        int size = incarnations.size();
        incarnations = List.copyOf(incarnations.subList(Math.max(0, size - MOST_INCARNATIONS), size));
    }

    /** Whether nothing was lost since this process was registered, or this epoch was stopped cleanly. */
    boolean vouchesFor(Uuid incarnation, long brokerEpoch) {
        return incarnations.contains(incarnation) || brokerEpoch >= 0 && brokerEpoch == stoppedAtBrokerEpoch;
    }

    /** Whether there is a process, or a clean stop, since which nothing was lost. */
    boolean vouchesForAnybody() {
        return !incarnations.isEmpty() || stoppedAtBrokerEpoch >= 0;
    }

    /** The processes from this one on; all of them if it is none of them. */
    List<Uuid> incarnationsFrom(Uuid incarnation) {
        return incarnations.subList(Math.max(0, incarnations.indexOf(incarnation)), incarnations.size());
    }

    byte[] encode() {
        StringBuilder text = new StringBuilder();
        text.append(BOOT_ID).append('=').append(bootId).append('\n')
                .append(DURABLE).append('=').append(durable).append('\n')
                .append(INCARNATIONS).append('=');
        for (int i = 0; i < incarnations.size(); i++) {
            text.append(i == 0 ? "" : ",").append(incarnations.get(i));
        }
        text.append('\n').append(STOPPED_AT).append('=').append(stoppedAtBrokerEpoch).append('\n')
                .append(VERSION).append('=').append(CURRENT_VERSION).append('\n');
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** What a file says; {@link #NONE} if that cannot be read, for what is not vouched for counts as lost. */
    static RunRecord decode(byte[] bytes) {
        SortedMap<String, String> values = MetaProperties.parse(new String(bytes, StandardCharsets.ISO_8859_1));
        if (!CURRENT_VERSION.equals(values.get(VERSION)) || !values.containsKey(BOOT_ID)
                || !values.containsKey(INCARNATIONS)) {
            return NONE;
        }
        try {
            List<Uuid> incarnations = new ArrayList<>();
            for (String id : values.get(INCARNATIONS).split(",")) {
                if (!id.isBlank()) {
                    incarnations.add(Uuid.parse(id.strip()));
                }
            }
            return new RunRecord(values.get(BOOT_ID), "true".equals(values.get(DURABLE)),
                    Long.parseLong(values.getOrDefault(STOPPED_AT, "")), incarnations);
        } catch (IllegalArgumentException e) {
            return NONE;
        }
    }
}
