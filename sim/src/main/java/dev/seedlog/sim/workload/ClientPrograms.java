package dev.seedlog.sim.workload;

import dev.seedlog.client.ClientSettings;
import dev.seedlog.env.NodeProgram;
import dev.seedlog.log.TopicPartition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The clients of a workload, which are the same in every world, and how far they are. */
public final class ClientPrograms implements Clients {

    private final Workload workload;
    private final ClientSettings calm;
    private final Map<String, NodeProgram> all = new LinkedHashMap<>();
    private final List<ProducerProgram> producers = new ArrayList<>();
    private final List<ConsumerProgram> consumers = new ArrayList<>();
    private final List<MemberProgram> members = new ArrayList<>();
    private final List<AdminProgram> admins = new ArrayList<>();
    private final List<ClusterProgram> operators = new ArrayList<>();

    /**
     * All clients that the workload's plan has.
     *
     * @param calm how those clients behave that prepare and audit
     */
    public ClientPrograms(Workload workload, ClientSettings calm) {
        this.workload = workload;
        this.calm = calm;
        all.put("setup", new SetupProgram(workload, calm));
        WorkloadPlan plan = workload.plan();
        for (ProducerPlan each : plan.producers()) {
            producers.add(added(each.client(), new ProducerProgram(workload, each)));
        }
        for (ConsumerPlan each : plan.consumers()) {
            consumers.add(added(each.client(), new ConsumerProgram(workload, each)));
        }
        for (MemberPlan each : plan.members()) {
            members.add(added(each.client(), new MemberProgram(workload, each)));
        }
        for (AdminPlan each : plan.admins()) {
            admins.add(added(each.client(), new AdminProgram(workload, each)));
        }
        for (ClusterPlan each : plan.operators()) {
            operators.add(added(each.client(), new ClusterProgram(workload, each)));
        }
    }

    private <P extends NodeProgram> P added(ClientSettings client, P program) {
        all.put(client.clientId(), program);
        return program;
    }

    /** The programs by their names, in the order in which they are to be started. */
    public Map<String, NodeProgram> all() {
        return all;
    }

    @Override
    public AuditorProgram auditor(boolean last) {
        return new AuditorProgram(workload, calm, last);
    }

    @Override
    public String unfinished() {
        if (producers.stream().anyMatch(producer -> producer.pending() > 0)) {
            return "producers wait for results";
        }
        if (!admins.stream().allMatch(AdminProgram::done)) {
            return "administrators wait for results, or topics are missing";
        }
        if (!operators.stream().allMatch(ClusterProgram::done)) {
            return "operators wait for results";
        }
        return null;
    }

    @Override
    public ClusterWork clusterWork() {
        return workload.clusterWork();
    }

    @Override
    public List<String> missing(Map<TopicPartition, Long> ends) {
        return new Convergence(consumers, members, ends).missing();
    }
}
