package dev.seedlog.sim.scenario;

import dev.seedlog.log.TopicPartition;
import dev.seedlog.metadata.PartitionImage;
import dev.seedlog.metadata.TopicImage;
import dev.seedlog.sim.workload.SetupProgram;
import dev.seedlog.sim.workload.TopicPlan;
import dev.seedlog.sim.workload.Workload;
import java.util.List;

/** A topic that somebody asks for, again and again until he is told that it is there. */
public final class TopicCreation {

    private final Story story;
    private final TopicPlan plan;
    private final Workload workload;

    TopicCreation(Story story, TopicPlan plan) {
        this.story = story;
        this.plan = plan;
        this.workload = story.workload(story.cluster().bootstrap(), List.of(plan));
        story.client("setup", new SetupProgram(workload, Story.calm()));
        story.timeline().note("topic " + plan.name() + " is asked for");
    }

    /** Whoever asked is told that it is there, and it is as it was asked for: all partitions, replicas and leaders. */
    public void expectCreated() {
        story.await("topic " + plan.name() + " is created", workload::topicsCreated, () -> "nobody was told so");
        story.await("topic " + plan.name() + " is as it was asked for", this::complete, this::text);
        TopicImage topic = story.image().topics().topic(plan.name());
        story.cluster().recorder().withReplicas(plan.replicas());
        for (int i = 0; i < plan.partitions(); i++) {
            story.cluster().recorder().key(new TopicPartition(plan.name(), i), topic.id());
        }
        story.topics().add(plan);
    }

    /** Nobody is told that it is there, for this long. */
    public TopicCreation expectNotCreated(long forMs) {
        story.holds(forMs * Story.MILLI, "nobody is told that topic " + plan.name() + " is created",
                () -> !workload.topicsCreated(), () -> "somebody was");
        return this;
    }

    private boolean complete() {
        TopicImage topic = story.image().topics().topic(plan.name());
        if (topic == null || topic.partitionCount() != plan.partitions()) {
            return false;
        }
        for (int i = 0; i < plan.partitions(); i++) {
            PartitionImage partition = topic.partition(i);
            if (!partition.hasLeader() || partition.replicas().size() != plan.replicas()) {
                return false;
            }
        }
        return true;
    }

    private String text() {
        TopicImage topic = story.image().topics().topic(plan.name());
        return topic == null ? "it does not exist" : topic.toString();
    }
}
