package dev.seedlog.raft;

import dev.seedlog.base.HostPort;
import dev.seedlog.base.Uuid;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Some nodes, and all messages between them that have not arrived. Nothing happens unless a test says so. */
final class TestCluster implements TestNode.Wire {

    static final long MS = 1_000_000L;
    static final String CLUSTER_ID = "cluster-A";

    /** A message on its way; a response belongs to the connection that the asker had in the life in which it asked. */
    record Message(int from, int to, int askerLife, long correlationId, RaftRequest request, RaftResponse response) {

        boolean isRequest() {
            return request != null;
        }
    }

    final TreeMap<Integer, TestNode> nodes = new TreeMap<>();
    final List<Message> messages = new ArrayList<>();
    final BiConsumer<TestNode, RaftEffect> observer;
    final long seed;
    long now;

    TestCluster(int voterCount, int observerCount, RaftTimeouts timeouts, long seed, TestNode.Mutation mutation,
                BiConsumer<TestNode, RaftEffect> observer) {
        this.observer = observer;
        this.seed = seed;
        List<Voter> voters = new ArrayList<>();
        for (int id = 1; id <= voterCount; id++) {
            // The static voters of a configuration are known by id alone.
            voters.add(Voter.of(ReplicaKey.of(id), endpoints(id)));
        }
        VoterSet voterSet = new VoterSet(voters);
        for (int id = 1; id <= voterCount + observerCount; id++) {
            RaftIdentity identity = new RaftIdentity(CLUSTER_ID, new ReplicaKey(id, new Uuid(7, id)), endpoints(id));
            nodes.put(id, new TestNode(identity, timeouts, voterSet, this, mutation));
        }
    }

    static Endpoints endpoints(int id) {
        return Endpoints.of("CONTROLLER", new HostPort("node" + id, 9093));
    }

    TestNode node(int id) {
        return nodes.get(id);
    }

    void start(int id) {
        node(id).start(seed, now);
    }

    @Override
    public void request(TestNode from, RaftEffect.SendRequest send) {
        messages.add(new Message(from.id(), send.destinationId(), from.life, send.correlationId(), send.request(),
                null));
    }

    @Override
    public void response(TestNode from, TestNode.Origin to, RaftResponse response) {
        messages.add(new Message(from.id(), to.nodeId(), to.life(), to.correlationId(), null, response));
    }

    @Override
    public void effect(TestNode from, RaftEffect effect) {
        observer.accept(from, effect);
    }

    /** Hands over a message; false if nobody is there to take it. */
    boolean deliver(Message message) {
        TestNode to = node(message.to());
        if (!to.isUp() || (!message.isRequest() && to.life != message.askerLife())) {
            return false;
        }
        if (message.isRequest()) {
            to.receive(new TestNode.Origin(message.from(), message.askerLife(), message.correlationId()),
                    message.request(), now);
        } else {
            to.step(new RaftInput.ResponseReceived(message.correlationId(), message.response()), now);
        }
        return true;
    }

    /** Tells the asker that its request, or the answer to it, is lost. */
    void fail(Message message) {
        TestNode asker = node(message.isRequest() ? message.from() : message.to());
        if (asker.isUp() && asker.life == message.askerLife()) {
            asker.step(new RaftInput.RequestFailed(message.correlationId()), now);
        }
    }
}
