package dev.seedlog.sim.scenario;

import dev.seedlog.sim.workload.AuditorProgram;

/** A consumer of a scenario, on a machine of its own, that reads all topics from their beginnings to their ends. */
public final class ScenarioConsumer {

    private final Story story;

    ScenarioConsumer(Story story) {
        this.story = story;
    }

    /**
     * So many records are there, in all partitions of all topics, and no more. Whether they are the right ones, in the
     * right order and each once, is judged when the story ends.
     */
    public ScenarioConsumer expectReadsExactly(int records) {
        AuditorProgram reader = story.auditor(false);
        String name = story.client("consumer", reader).name();
        story.await(name + " reads everything to its end", reader::done,
                () -> "it has read " + reader.records() + " records, and not all of " + reader.missing());
        if (reader.records() != records) {
            throw story.failure(name + " reads exactly " + records + " records", "it has read " + reader.records(),
                    null);
        }
        return this;
    }
}
