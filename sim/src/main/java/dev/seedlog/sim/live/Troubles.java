package dev.seedlog.sim.live;

import dev.seedlog.env.ShardEnv;
import dev.seedlog.sim.workload.Recorder;

/** What befalls a cluster while clients work on it. All of it is called on the clients' shard. */
public interface Troubles {

    /** None that this process brings about. */
    Troubles NONE = new Troubles() {
        @Override
        public void begin(ShardEnv env, Recorder recorder) {
            // Nothing befalls it.
        }

        @Override
        public void end() {
            // There is nothing to mend.
        }

        @Override
        public String unhealed() {
            return null;
        }
    };

    /**
     * Clients begin to work.
     *
     * @param env of their shard; its timers say when the next trouble comes
     * @param recorder takes down what is done to the cluster, and what it must never do
     */
    void begin(ShardEnv env, Recorder recorder);

    /** Nothing more is to happen, and what did is to be mended. */
    void end();

    /** What is not mended yet; null if all is. */
    String unhealed();
}
