package dev.seedlog.sim.storm;

import java.util.ArrayList;
import java.util.List;

/** Which faults are on which links just now; a link may have several. */
final class StormLinks {

    /**
     * One fault on some links.
     *
     * @param node at one end of them
     * @param parties at the other end
     * @param toNode what becomes of connections that the parties open to the node
     * @param fromNode what becomes of connections that the node opens to those parties that are nodes
     */
    record Rule(int node, List<Integer> parties, Link toNode, Link fromNode) {

        private boolean concerns(int party, int to) {
            return to == node && parties.contains(party) || party == node && parties.contains(to);
        }

        private Link link(int to) {
            return to == node ? toNode : fromNode;
        }
    }

    private final Parties parties;
    private final Proxy proxy;
    private final List<Rule> rules = new ArrayList<>();

    StormLinks(Parties parties, Proxy proxy) {
        this.parties = parties;
        this.proxy = proxy;
    }

    /** The fault of a strike on links; null if it is none. */
    Rule rule(Strike strike) {
        Link blocked = new Link(false, false, 0);
        Link late = new Link(true, true, strike.amount() * 1_000_000L);
        return switch (strike.fault()) {
            case PARTITION -> new Rule(strike.node(), otherNodes(strike), blocked, blocked);
            // What the node sends are its own requests, and its answers to the requests of others.
            case ONE_WAY_PARTITION -> new Rule(strike.node(), otherNodes(strike), new Link(true, false, 0),
                    new Link(false, true, 0));
            case CLIENT_PARTITION -> new Rule(strike.node(), List.of(strike.peer()), blocked, Link.CLEAR);
            case SLOW_LINK -> new Rule(strike.node(), all(strike), late, late);
            default -> null;
        };
    }

    private List<Integer> otherNodes(Strike strike) {
        return all(strike).stream().filter(parties::isNode).toList();
    }

    private List<Integer> all(Strike strike) {
        List<Integer> all = new ArrayList<>();
        for (int party = 0; party < parties.count(); party++) {
            if (party != strike.node() && (strike.peer() == Parties.ALL || strike.peer() == party)) {
                all.add(party);
            }
        }
        return all;
    }

    void add(Rule rule) {
        rules.add(rule);
        update(rule);
    }

    void remove(Rule rule) {
        rules.remove(rule);
        update(rule);
    }

    private void update(Rule changed) {
        for (int party : changed.parties()) {
            update(party, changed.node());
            if (parties.isNode(party)) {
                update(changed.node(), party);
            }
        }
    }

    private void update(int party, int to) {
        proxy.link(party, to, link(party, to));
    }

    /** How connections that a party opens to a node fare under all faults. */
    Link link(int party, int to) {
        Link link = Link.CLEAR;
        for (Rule rule : rules) {
            if (rule.concerns(party, to)) {
                Link worse = rule.link(to);
                link = new Link(link.requests() && worse.requests(), link.answers() && worse.answers(),
                        link.delayNanos() + worse.delayNanos());
            }
        }
        return link;
    }
}
