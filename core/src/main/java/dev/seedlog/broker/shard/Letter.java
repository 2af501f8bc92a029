package dev.seedlog.broker.shard;

import dev.seedlog.env.ShardMessage;
import java.util.List;

/**
 * All that one shard tells another in a turn.
 *
 * @param receipt whether it is the answer to a letter of the other; if not, it wants one
 * @param mails what is told, in order
 */
record Letter(boolean receipt, List<ShardMessage> mails) implements ShardMessage {
}
