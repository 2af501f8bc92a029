package dev.seedlog.sim.workload;

import dev.seedlog.log.TopicPartition;
import java.util.List;
import java.util.Map;

/** Who has worked on a cluster, and what must come to its end once nothing goes wrong any more. */
public interface Clients {

    /** What of the work is not done, once nothing new is begun; null if all is. */
    String unfinished();

    /**
     * Reads everything there is.
     *
     * @param last whether nothing is written any more
     */
    AuditorProgram auditor(boolean last);

    /** What operators have brought about: nothing if there are none. */
    default ClusterWork clusterWork() {
        return new ClusterWork();
    }

    /** Who has not reached the end of what. */
    List<String> missing(Map<TopicPartition, Long> ends);
}
