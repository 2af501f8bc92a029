package dev.seedlog.group;

import dev.seedlog.machine.Recorder;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.JoinGroupResponse;
import dev.seedlog.wire.message.OffsetCommitResponse;
import dev.seedlog.wire.message.SyncGroupRequest;
import dev.seedlog.wire.message.SyncGroupResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Clients that behave as consumers do, though they may stop at any point, and what must never be seen of them whatever
 * happens to the coordinator meanwhile.
 */
final class GroupWorld {

    private static final int PARTITIONS = 6;

    private final GroupStory story = new GroupStory();
    private final List<Client> clients = new ArrayList<>();
    private final List<Recorder<?>> asked = new ArrayList<>();
    /** Who owns what by the answers to syncs: generation and partition to member. */
    private final Map<String, String> owners = new HashMap<>();
    private int newestGeneration;

    GroupWorld(int size) {
        for (int i = 0; i < size; i++) {
            clients.add(new Client("client-" + i));
        }
    }

    /** What a client is about. */
    private enum Doing { OUTSIDE, JOINING, JOINED, SYNCING, MEMBER }

    /** One thing happens; {@code what} and {@code who} may be any numbers. */
    void happen(int what, int who) {
        Client client = clients.get(Math.floorMod(who, clients.size()));
        switch (Math.floorMod(what, 12)) {
            case 0, 1, 2, 3, 4 -> client.goOn();
            case 5 -> client.beat();
            case 6 -> client.commit();
            case 7 -> client.forgetAnswer();
            case 8 -> client.changeMind();
            case 9 -> story.pass(Math.floorMod(who, 9) * 1_000L);
            case 10 -> {
                if (who % 2 == 0) {
                    story.holdCommits();
                } else {
                    story.commit();
                }
            }
            default -> {
                if (who % 3 == 0) {
                    story.failOver();
                    story.commit();
                } else {
                    client.leave();
                }
            }
        }
        clients.forEach(Client::listen);
        asked.forEach(Recorder::isDone);
    }

    /** From now on everybody behaves, and in the end the group has to be stable, with everybody in it. */
    void calmDown() {
        story.commit();
        for (int round = 0; round < 300; round++) {
            clients.forEach(Client::goOn);
            clients.forEach(Client::listen);
            clients.forEach(Client::beat);
            story.pass(500);
            clients.forEach(Client::listen);
        }
        for (Client client : clients) {
            if (client.doing != Doing.MEMBER) {
                throw new AssertionError(client + " is " + client.doing + ", the group " + story.state());
            }
        }
        if (!story.state().equals("Stable")) {
            throw new AssertionError("the group is " + story.state());
        }
        Set<String> owned = new HashSet<>();
        clients.forEach(client -> owned.addAll(client.owned));
        if (owned.size() != PARTITIONS) {
            throw new AssertionError("only these partitions have owners: " + owned);
        }
        for (Recorder<?> each : asked) {
            if (!each.isDone()) {
                throw new AssertionError("a request was never answered");
            }
        }
    }

    /** One consumer. */
    private final class Client {
        private final String name;
        private Participant participant;
        private Doing doing = Doing.OUTSIDE;
        private Recorder<JoinGroupResponse> join;
        private Recorder<SyncGroupResponse> sync;
        private Set<String> owned = new HashSet<>();
        private List<String> others = List.of();
        private int mind;

        private Client(String name) {
            this.name = name;
            participant = story.participant(name);
        }

        void goOn() {
            switch (doing) {
                case OUTSIDE -> {
                    join = keep(participant.join());
                    doing = Doing.JOINING;
                }
                case JOINED -> {
                    sync = keep(participant.syncRaw(assignment(), "consumer", "range"));
                    doing = Doing.SYNCING;
                }
                default -> { }
            }
            listen();
        }

        /** The connection ends before the answer is heard; what was asked is asked again. */
        void forgetAnswer() {
            if (doing == Doing.JOINING) {
                doing = Doing.OUTSIDE;
            } else if (doing == Doing.SYNCING) {
                doing = Doing.JOINED;
            }
            join = null;
            sync = null;
        }

        void beat() {
            if (doing == Doing.MEMBER || doing == Doing.JOINED) {
                Recorder<Void> reply = keep(participant.beating());
                if (reply.isDone()) {
                    react(Participant.refusalOf(reply));
                }
            }
        }

        void commit() {
            if (doing == Doing.MEMBER) {
                commitOf(participant.twin().generation(participant.generation() - 1));
                Recorder<OffsetCommitResponse> reply = commitOf(participant);
                if (reply.isDone()) {
                    react(Participant.outcome(reply));
                }
            }
        }

        private Recorder<OffsetCommitResponse> commitOf(Participant committer) {
            Recorder<OffsetCommitResponse> reply = keep(committer.committing("orders", 1, ""));
            boolean old = committer.generation() >= 0 && committer.generation() < newestGeneration;
            if (old && reply.isDone() && Participant.outcome(reply) == ErrorCode.NONE) {
                throw new AssertionError("a commit of generation " + committer.generation() + " was accepted");
            }
            return reply;
        }

        void changeMind() {
            mind++;
            participant.knowsOnly("range", GroupStory.subscription("orders", "topic-" + mind));
            if (doing == Doing.MEMBER) {
                doing = Doing.OUTSIDE;
            }
        }

        void leave() {
            keep(participant.leaving(participant.memberId(), null));
            participant = story.participant(name);
            owned = new HashSet<>();
            join = null;
            sync = null;
            doing = Doing.OUTSIDE;
        }

        void listen() {
            if (doing == Doing.JOINING && join != null && join.isDone()) {
                if (join.isRefused()) {
                    react(join.refusal().error());
                } else if (join.answer().errorCode() == ErrorCode.MEMBER_ID_REQUIRED.code()) {
                    participant.memberId(join.answer().memberId());
                    doing = Doing.OUTSIDE;
                } else {
                    joined(participant.hears(join));
                }
            }
            if (doing == Doing.SYNCING && sync != null && sync.isDone()) {
                if (sync.isRefused()) {
                    react(sync.refusal().error());
                } else {
                    synced(GroupStory.text(sync.answer().assignment()));
                }
            }
        }

        private void joined(JoinGroupResponse answer) {
            others = answer.members().stream().map(JoinGroupResponse.JoinGroupResponseMember::memberId).toList();
            doing = Doing.JOINED;
        }

        private void synced(String assignment) {
            owned = new HashSet<>();
            int generation = participant.generation();
            if (generation < newestGeneration) {
                throw new AssertionError("generation " + generation + " came after " + newestGeneration);
            }
            for (String partition : assignment.isEmpty() ? new String[0] : assignment.split(",")) {
                String owner = owners.putIfAbsent(generation + "/" + partition, participant.memberId());
                if (owner != null && !owner.equals(participant.memberId())) {
                    throw new AssertionError(partition + " belongs to " + owner + " and " + participant.memberId()
                            + " in generation " + generation);
                }
                owned.add(partition);
            }
            newestGeneration = generation;
            doing = Doing.MEMBER;
        }

        private void react(ErrorCode error) {
            switch (error) {
                case NONE -> { }
                case UNKNOWN_MEMBER_ID, ILLEGAL_GENERATION -> {
                    participant.memberId("").generation(-1);
                    doing = Doing.OUTSIDE;
                }
                case COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR, REBALANCE_IN_PROGRESS -> doing = Doing.OUTSIDE;
                default -> throw new AssertionError(name + " does not understand " + error);
            }
        }

        private List<SyncGroupRequest.SyncGroupRequestAssignment> assignment() {
            Map<String, List<String>> byMember = new LinkedHashMap<>();
            for (int partition = 0; partition < PARTITIONS && !others.isEmpty(); partition++) {
                byMember.computeIfAbsent(others.get(partition % others.size()), id -> new ArrayList<>())
                        .add("p" + partition);
            }
            List<SyncGroupRequest.SyncGroupRequestAssignment> all = new ArrayList<>();
            byMember.forEach((id, partitions) -> all.add(
                    SyncGroupRequest.SyncGroupRequestAssignment.builder().memberId(id)
                            .assignment(GroupStory.bytes(String.join(",", partitions))).build()));
            return all;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private <A> Recorder<A> keep(Recorder<A> reply) {
        asked.add(reply);
        return reply;
    }
}
