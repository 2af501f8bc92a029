package dev.seedlog.controller;

import dev.seedlog.env.RandomSource;
import java.util.ArrayList;
import java.util.List;

/** Brokers of one rack in a ring. Each round begins one broker further on, and hands out each broker at most once. */
final class BrokerRing {

    private final List<Integer> brokers = new ArrayList<>();
    private int round;
    private int handedOut;
    private int first;

    void add(int brokerId) {
        brokers.add(brokerId);
    }

    void begin(RandomSource random) {
        if (!brokers.isEmpty()) {
            first = random.nextInt(brokers.size());
        }
    }

    void shuffle(RandomSource random) {
        Shuffle.shuffle(brokers, random);
    }

    /** The next broker of a round, or -1 if it has no more. */
    int next(int ofRound) {
        if (brokers.isEmpty()) {
            return -1;
        }
        if (round != ofRound) {
            round = ofRound;
            handedOut = 0;
            first = (first + 1) % brokers.size();
        }
        if (handedOut >= brokers.size()) {
            return -1;
        }
        int broker = brokers.get((first + handedOut) % brokers.size());
        handedOut++;
        return broker;
    }
}
