package dev.seedlog.real;

import dev.seedlog.env.contract.NetworkContract;
import dev.seedlog.env.contract.TestWorld;

/** The contract on this machine. */
class RealNetworkTest extends NetworkContract {

    @Override
    protected TestWorld newWorld() {
        return new RealTestWorld();
    }
}
