package dev.seedlog.group;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.wire.UnsupportedVersionException;
import dev.seedlog.wire.WireFormatException;
import dev.seedlog.wire.WireReader;
import dev.seedlog.wire.message.ConsumerProtocolSubscription;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a group's members subscribe to, as far as the coordinator can tell: what members say of themselves is their own
 * affair, except that consumers have agreed on a format.
 */
final class Subscriptions {

    private static final String CONSUMER = "consumer";

    /** Every later version begins like the first. */
    private static final short OLDEST_VERSION = 0;

    private Subscriptions() {
    }

    static boolean areKnown(ClassicGroup group) {
        return CONSUMER.equals(group.protocolType());
    }

    /** The topics that members of the current generation read; null if that cannot be told. */
    static SortedSet<String> topics(ClassicGroup group) {
        if (!areKnown(group) || group.size() > 0 && group.protocol() == null) {
            return null;
        }
        SortedSet<String> topics = new TreeSet<>();
        for (Member member : group.members()) {
            BufferSlice metadata = member.metadata(group.protocol());
            try {
                WireReader in = new WireReader().wrap(metadata);
                if (in.readInt16("subscription version") < OLDEST_VERSION) {
                    return null;
                }
                topics.addAll(ConsumerProtocolSubscription.read(in, OLDEST_VERSION).topics());
            } catch (WireFormatException | UnsupportedVersionException e) {
                return null;
            }
        }
        return topics;
    }

    /** Whether a topic's offsets may still be of use to a member. */
    static boolean includes(ClassicGroup group, String topic) {
        SortedSet<String> topics = topics(group);
        return topics == null ? areKnown(group) : topics.contains(topic);
    }
}
