package dev.seedlog.sim;

import dev.seedlog.sim.workload.Recorder;

/**
 * What is done to one node, and who looks after it.
 *
 * @param operator starts it again
 * @param processes ends its process
 * @param disk what goes wrong with its disk
 * @param damage what goes wrong with what is on it
 * @param loss takes it away
 */
record NodeFaults(Operator operator, ProcessFaults processes, DiskTrouble disk, LogDamage damage, DiskLoss loss) {

    static NodeFaults of(ServerNode server, FaultSite site, FaultMix mix, Outages outages, Recorder recorder) {
        Operator operator = new Operator(server, site, outages);
        LogDamage damage = new LogDamage(site, server, operator, recorder);
        operator.beforeStart(damage::beforeStart);
        return new NodeFaults(operator, new ProcessFaults(site, server.node(), mix, operator, outages),
                new DiskTrouble(site, server, operator, outages), damage,
                new DiskLoss(site, server, mix, operator, outages));
    }
}
