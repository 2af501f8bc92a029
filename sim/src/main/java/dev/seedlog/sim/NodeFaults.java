package dev.seedlog.sim;

/**
 * What is done to one node, and who looks after it.
 *
 * @param operator starts it again
 * @param processes ends its process
 * @param disk what goes wrong with its disk
 */
record NodeFaults(Operator operator, ProcessFaults processes, DiskTrouble disk) {

    static NodeFaults of(ServerNode server, FaultSite site, FaultMix mix, Outages outages) {
        Operator operator = new Operator(server, site);
        return new NodeFaults(operator, new ProcessFaults(site, server.node(), mix, operator, outages),
                new DiskTrouble(site, server, operator, outages));
    }
}
