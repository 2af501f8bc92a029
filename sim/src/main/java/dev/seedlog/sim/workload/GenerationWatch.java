package dev.seedlog.sim.workload;

import dev.seedlog.client.ChannelObserver;
import dev.seedlog.client.ClientChannel;
import dev.seedlog.env.CloseReason;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Knows which life of the logs each connection reaches: how many power cuts there had been. No connection outlives a
 * power cut of the machine that it goes to; one that was being made meanwhile is given up, since nobody could tell.
 */
final class GenerationWatch implements ChannelObserver {

    private final Recorder recorder;
    private final Map<ClientChannel, Integer> cuts = new IdentityHashMap<>();

    GenerationWatch(Recorder recorder) {
        this.recorder = recorder;
    }

    /** How many power cuts there had been when what comes now by a channel was sent, as far as they matter for it. */
    int of(ClientChannel channel) {
        return recorder.powerCutsSince(cuts.getOrDefault(channel, -1), channel.to().host());
    }

    @Override
    public void onConnecting(ClientChannel channel) {
        cuts.put(channel, recorder.powerCuts());
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
