package dev.seedlog.sim.workload;

import dev.seedlog.client.ChannelObserver;
import dev.seedlog.client.ClientChannel;
import dev.seedlog.env.CloseReason;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Knows which life of the logs each connection reaches: the one in which it was made, because no connection outlives a
 * power cut. One that was being made while the power was cut is given up, since nobody could tell.
 */
final class GenerationWatch implements ChannelObserver {

    private final Recorder recorder;
    private final Map<ClientChannel, Integer> generations = new IdentityHashMap<>();

    GenerationWatch(Recorder recorder) {
        this.recorder = recorder;
    }

    /** Which life of the logs a channel's present connection reaches. */
    int of(ClientChannel channel) {
        return generations.getOrDefault(channel, -1);
    }

    @Override
    public void onConnecting(ClientChannel channel) {
        generations.put(channel, recorder.powerCuts());
    }

    @Override
    public void onConnected(ClientChannel channel) {
        if (of(channel) != recorder.powerCuts()) {
            channel.reconnect();
        }
    }

    @Override
    public void onReady(ClientChannel channel) {
        // Nothing more is known.
    }

    @Override
    public void onLost(ClientChannel channel, CloseReason why) {
        // The next connection tells its own.
    }
}
