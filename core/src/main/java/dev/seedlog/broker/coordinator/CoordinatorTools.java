package dev.seedlog.broker.coordinator;

import dev.seedlog.env.Clock;
import dev.seedlog.env.Faults;
import dev.seedlog.env.RandomSource;
import dev.seedlog.env.Timers;
import dev.seedlog.record.Codecs;

/**
 * What the coordinators of a shard share.
 *
 * @param clock the shard's clocks
 * @param timers the shard's timers
 * @param faults rare paths that a seed forces
 * @param random makes member ids
 * @param codecs the shard's codecs
 */
public record CoordinatorTools(Clock clock, Timers timers, Faults faults, RandomSource random, Codecs codecs) {
}
