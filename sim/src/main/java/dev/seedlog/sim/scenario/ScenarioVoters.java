package dev.seedlog.sim.scenario;

import dev.seedlog.base.Uuid;
import dev.seedlog.client.AdminCall;
import dev.seedlog.client.AdminListener;
import dev.seedlog.client.QuorumCalls;
import dev.seedlog.client.QuorumCalls.Quorum;
import dev.seedlog.client.QuorumCalls.Replica;
import dev.seedlog.sim.workload.CommandedAdmin;
import dev.seedlog.wire.ErrorCode;
import java.util.List;
import java.util.stream.Stream;

/** The voters of the metadata quorum, as an administrator sees and changes them. */
public final class ScenarioVoters {

    private static final String LISTENER = "CONTROLLER";
    private static final long PAUSE_NANOS = 200 * Story.MILLI;
    private static final int MOST_TRIES = 50;

    private final Story story;
    private CommandedAdmin admin;

    ScenarioVoters(Story story) {
        this.story = story;
    }

    /** What became of a call. */
    private static final class Outcome<T> implements AdminListener<T> {
        private boolean over;
        private ErrorCode error = ErrorCode.NONE;
        private T result;

        @Override
        public void onDone(T value) {
            over = true;
            result = value;
        }

        @Override
        public void onFailed(ErrorCode why, String message, boolean certain) {
            over = true;
            error = why;
        }
    }

    private <T> Outcome<T> call(AdminCall<T> call) {
        if (admin == null) {
            admin = new CommandedAdmin(story.workload(), Story.calm());
            story.client("admin", admin);
        }
        Outcome<T> outcome = new Outcome<>();
        admin.call(call, outcome);
        story.await("an answer to " + call.api(), () -> outcome.over, () -> "none");
        return outcome;
    }

    private Quorum quorum() {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            Outcome<Quorum> outcome = call(QuorumCalls.describe());
            if (outcome.error == ErrorCode.NONE) {
                return outcome.result;
            }
            story.run(PAUSE_NANOS);
        }
        throw story.failure("somebody knows the quorum", "nobody does", null);
    }

    /** A controller that does not vote becomes a voter; it is asked for until it is one. */
    public ScenarioVoters add(ScenarioNode node) {
        ErrorCode error = ErrorCode.NONE;
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            Quorum quorum = quorum();
            Uuid directory = directory(quorum.observers(), node);
            if (directory == null && directory(quorum.voters(), node) != null) {
                story.timeline().note(node + " votes");
                return this;
            }
            error = directory == null ? ErrorCode.VOTER_NOT_FOUND
                    : call(addition(node, directory)).error;
            story.run(PAUSE_NANOS);
        }
        throw story.failure(node + " becomes a voter", error.name(), null);
    }

    private static AdminCall<Void> addition(ScenarioNode node, Uuid directory) {
        return QuorumCalls.addVoter(node.id(), directory, LISTENER, node.server().controllerAddress());
    }

    /** A voter votes no more; it is asked for until it does not. */
    public ScenarioVoters remove(ScenarioNode node) {
        ErrorCode error = ErrorCode.NONE;
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            Uuid directory = directory(quorum().voters(), node);
            if (directory == null) {
                story.timeline().note(node + " votes no more");
                return this;
            }
            error = call(QuorumCalls.removeVoter(node.id(), directory)).error;
            story.run(PAUSE_NANOS);
        }
        throw story.failure(node + " votes no more", error.name(), null);
    }

    /** These are the voters. */
    public ScenarioVoters expect(ScenarioNode... nodes) {
        List<Integer> wanted = Stream.of(nodes).map(ScenarioNode::id).sorted().toList();
        List<Integer> found = quorum().voters().stream().map(Replica::id).sorted().toList();
        if (!found.equals(wanted)) {
            throw story.failure("the voters are " + wanted, "they are " + found, null);
        }
        return this;
    }

    private static Uuid directory(List<Replica> replicas, ScenarioNode node) {
        return replicas.stream().filter(replica -> replica.id() == node.id() && !replica.directoryId().isZero())
                .max((one, other) -> Long.compare(one.logEndOffset(), other.logEndOffset()))
                .map(Replica::directoryId).orElse(null);
    }
}
