package dev.seedlog.sim.workload;

import dev.seedlog.log.TopicPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What still keeps readers from having all that there is, once nothing is written any more. */
final class Convergence {

    private final List<ConsumerProgram> consumers;
    private final List<MemberProgram> members;
    private final Map<TopicPartition, Long> ends;

    Convergence(List<ConsumerProgram> consumers, List<MemberProgram> members, Map<TopicPartition, Long> ends) {
        this.consumers = consumers;
        this.members = members;
        this.ends = ends;
    }

    /** Who has not reached the end of what, and which group has not come to rest. */
    List<String> missing() {
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < consumers.size(); i++) {
            lagging("consumer-" + i, consumers.get(i).positions(), missing);
        }
        Map<String, List<MemberProgram>> groups = new TreeMap<>();
        for (MemberProgram member : members) {
            groups.computeIfAbsent(member.plan().group().groupId(), unseen -> new ArrayList<>()).add(member);
        }
        groups.forEach((group, all) -> missing(group, all, missing));
        return missing;
    }

    private void missing(String group, List<MemberProgram> all, List<String> missing) {
        Set<TopicPartition> taken = new TreeSet<>();
        Set<TopicPartition> wanted = new TreeSet<>();
        for (MemberProgram member : all) {
            if (!member.stable()) {
                missing.add(member.plan().client().clientId() + " of " + group + " has not joined");
            }
            for (TopicPartition partition : member.owned()) {
                if (!taken.add(partition)) {
                    missing.add(partition + " has two owners in " + group);
                }
            }
            ends.keySet().stream().filter(each -> member.plan().topics().contains(each.topic())).forEach(wanted::add);
            lagging(member.plan().client().clientId() + " of " + group, member.positions(), missing);
        }
        wanted.removeAll(taken);
        if (!wanted.isEmpty()) {
            missing.add(wanted + " have no owner in " + group);
        }
    }

    private void lagging(String who, Map<TopicPartition, Long> positions, List<String> missing) {
        positions.forEach((partition, position) -> {
            Long end = ends.get(partition);
            // A topic that was created again may have fewer partitions than before.
            if (end != null && !position.equals(end)) {
                missing.add(who + " is at " + position + " of " + end + " in " + partition);
            }
        });
    }
}
