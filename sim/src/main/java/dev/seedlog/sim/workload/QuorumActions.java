package dev.seedlog.sim.workload;

import dev.seedlog.client.AdminCall;
import dev.seedlog.client.AdminClient;
import dev.seedlog.client.FeatureCalls;
import dev.seedlog.client.QuorumCalls;
import dev.seedlog.client.QuorumCalls.Quorum;
import dev.seedlog.client.QuorumCalls.Replica;
import dev.seedlog.env.RandomSource;
import dev.seedlog.metadata.MetadataVersion;
import dev.seedlog.metadata.SupportedFeatures;
import dev.seedlog.wire.ErrorCode;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** What an operator does to the quorum's voters and to the features of the cluster. */
final class QuorumActions {

    private static final String LISTENER = "CONTROLLER";
    /** The quorum of the moment cannot do it: too early, another change is under way, no leader is found. */
    private static final Set<ErrorCode> NOT_NOW = EnumSet.of(ErrorCode.REQUEST_TIMED_OUT, ErrorCode.NOT_CONTROLLER,
            ErrorCode.NOT_LEADER_OR_FOLLOWER, ErrorCode.BROKER_NOT_AVAILABLE, ErrorCode.NETWORK_EXCEPTION);

    private final Workload workload;
    private final AdminClient admin;
    private final RandomSource random;
    private final ClusterPlan.Shape shape;

    QuorumActions(Workload workload, AdminClient admin, RandomSource random, ClusterPlan.Shape shape) {
        this.workload = workload;
        this.admin = admin;
        this.random = random;
        this.shape = shape;
    }

    /** Makes one of the controllers that have fetched lately a voter. */
    void addVoter() {
        quorum(quorum -> {
            List<Replica> candidates = quorum.observers().stream()
                    .filter(each -> shape.controllers().containsKey(each.id()) && !each.directoryId().isZero()
                            && quorum.voters().stream().noneMatch(voter -> voter.id() == each.id())).toList();
            if (!candidates.isEmpty()) {
                Replica drawn = candidates.get(random.nextInt(candidates.size()));
                change("making " + drawn.id() + " a voter", QuorumCalls.addVoter(drawn.id(), drawn.directoryId(),
                        LISTENER, shape.controllers().get(drawn.id())), ErrorCode.DUPLICATE_VOTER,
                        ClusterAction.ADD_VOTER);
            }
        });
    }

    /** Takes its vote from one of the voters, the leader too, unless too few would be left. */
    void removeVoter() {
        quorum(quorum -> {
            if (quorum.voters().size() > shape.leastVoters()) {
                Replica drawn = quorum.voters().get(random.nextInt(quorum.voters().size()));
                // What the quorum was when it was described may not be what it is now.
                change("taking the vote of " + drawn.id(), QuorumCalls.removeVoter(drawn.id(), drawn.directoryId()),
                        ErrorCode.VOTER_NOT_FOUND, ClusterAction.REMOVE_VOTER);
            }
        });
    }

    private void change(String what, AdminCall<Void> call, ErrorCode alreadyDone,
                        ClusterAction action) {
        Set<ErrorCode> allowed = EnumSet.copyOf(NOT_NOW);
        allowed.add(alreadyDone);
        if (action == ClusterAction.REMOVE_VOTER) {
            // It was the last but one when that was seen.
            allowed.add(ErrorCode.INVALID_REQUEST);
        }
        admin.callOnce(call, new Expected<>(workload.recorder(), what, allowed,
                done -> workload.clusterWork().did(action), (error, certain) -> { }));
    }

    private void quorum(Consumer<Quorum> then) {
        admin.call(QuorumCalls.describe(), new Expected<>(workload.recorder(), "asking for the quorum",
                EnumSet.copyOf(NOT_NOW), found -> {
                    workload.clusterWork().sawVoters(found.voters().size());
                    then.accept(found);
                }, (error, certain) -> { }));
    }

    /** Up is possible while all nodes run; down is not if it would lose records of the metadata. */
    void changeFeatures() {
        if (random.nextInt(2) == 0) {
            admin.call(FeatureCalls.update(SupportedFeatures.ELIGIBLE_LEADER_REPLICAS, (short) 1,
                    FeatureCalls.Change.UPGRADE), new Expected<>(workload.recorder(),
                    "turning eligible leader replicas on", Set.of(),
                    done -> workload.clusterWork().did(ClusterAction.CHANGE_FEATURES), (error, certain) -> { }));
            return;
        }
        short level = (short) (MetadataVersion.LATEST.level() - 1 - random.nextInt(3));
        admin.call(FeatureCalls.update(MetadataVersion.FEATURE, level, FeatureCalls.Change.SAFE_DOWNGRADE),
                new Expected<>(workload.recorder(), "going back to metadata version " + level,
                        EnumSet.of(ErrorCode.INVALID_UPDATE_VERSION), done -> workload.recorder().broken(
                        "unsafe-downgrade", "metadata version " + level + " has not all records that there may be, and"
                                + " was taken"), (error, certain) -> { }));
    }
}
