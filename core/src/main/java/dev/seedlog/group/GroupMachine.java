package dev.seedlog.group;

import dev.seedlog.env.RandomSource;
import dev.seedlog.machine.Decision;
import dev.seedlog.machine.DecisionPoint;
import dev.seedlog.machine.Refusal;
import dev.seedlog.machine.ReplicatedMachine;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.coordinator.GroupMetadataKey;
import dev.seedlog.wire.coordinator.GroupMetadataValue;
import dev.seedlog.wire.coordinator.OffsetCommitKey;
import dev.seedlog.wire.coordinator.OffsetCommitValue;
import java.util.ArrayList;
import java.util.List;

/** The groups of one partition of {@code __consumer_offsets}, as its log says they are. */
final class GroupMachine implements ReplicatedMachine<GroupRecord> {

    private final GroupConfig config;
    private final Deadlines deadlines = new Deadlines();
    private final Groups groups = new Groups();
    private final OffsetStore offsets = new OffsetStore();
    private final Rebalances rebalances;
    private final Joins joins;
    private final Syncs syncs;
    private final Departures departures;
    private final Commits commits;
    private final Removals removals;
    private final OffsetQueries offsetQueries = new OffsetQueries(offsets);
    private final GroupQueries groupQueries = new GroupQueries(groups);

    GroupMachine(GroupConfig config, RandomSource random) {
        this.config = config;
        rebalances = new Rebalances(config, deadlines);
        joins = new Joins(config, groups, rebalances, random);
        syncs = new Syncs(groups, rebalances);
        departures = new Departures(groups, rebalances);
        commits = new Commits(config, groups, rebalances);
        removals = new Removals(config, groups, offsets, deadlines);
    }

    Joins joins() {
        return joins;
    }

    Syncs syncs() {
        return syncs;
    }

    Departures departures() {
        return departures;
    }

    Commits commits() {
        return commits;
    }

    Removals removals() {
        return removals;
    }

    OffsetQueries offsetQueries() {
        return offsetQueries;
    }

    GroupQueries groupQueries() {
        return groupQueries;
    }

    /** An assignment is committed: those who wait for it hear it. */
    void assignmentCommitted(String groupId, int generation, long nowNanos) {
        ClassicGroup group = groups.find(groupId);
        if (group != null) {
            rebalances.propagate(group, generation, nowNanos);
        }
    }

    /** An assignment was not appended, or its commit takes too long: those who wait for it have to ask again. */
    void assignmentRefused(String groupId, int generation, Refusal why, long nowNanos) {
        ClassicGroup group = groups.find(groupId);
        if (group != null) {
            rebalances.refuseSyncs(group, generation, why, nowNanos);
        }
    }

    @Override
    public void reset() {
        for (ClassicGroup group : groups.all()) {
            rebalances.dissolve(group, ErrorCode.NOT_COORDINATOR);
        }
        deadlines.clear();
        groups.clear();
        offsets.clear();
    }

    @Override
    public void apply(GroupRecord record, long offset) {
        switch (record.type()) {
            case OFFSET_COMMIT -> {
                OffsetCommitKey key = (OffsetCommitKey) record.key();
                OffsetCommitValue value = (OffsetCommitValue) record.value();
                offsets.apply(key, value);
                if (value != null) {
                    groups.findOrCreate(key.group(), value.commitTimestamp());
                }
            }
            case GROUP_METADATA -> applyGroup((GroupMetadataKey) record.key(), (GroupMetadataValue) record.value());
            default -> { }
        }
    }

    @Override
    public Decision<GroupRecord, ?> activate(DecisionPoint at) {
        List<GroupRecord> records = new ArrayList<>();
        for (ClassicGroup group : groups.all()) {
            // Nobody watched the sessions meanwhile, so each begins anew.
            group.members().forEach(member -> rebalances.renewSession(group, member, at));
            if (group.size() > config.maxSize()) {
                // The limit has been lowered: those who join first stay.
                rebalances.membershipChanged(group, at, records);
            }
        }
        removals.armExpiry(at);
        return Decision.splittable(records, null);
    }

    @Override
    public long nextDeadlineNanos() {
        return deadlines.nextNanos();
    }

    @Override
    public Decision<GroupRecord, ?> onDeadline(DecisionPoint at) {
        List<GroupRecord> records = new ArrayList<>();
        deadlines.runDue(at, records);
        return Decision.splittable(records, null);
    }

    private void applyGroup(GroupMetadataKey key, GroupMetadataValue value) {
        ClassicGroup group = groups.find(key.group());
        if (value != null) {
            groups.findOrCreate(key.group(), value.currentStateTimestamp()).install(value);
        } else if (group != null) {
            rebalances.dissolve(group, ErrorCode.UNKNOWN_MEMBER_ID);
            groups.remove(key.group());
        }
    }
}
