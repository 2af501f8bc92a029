package dev.seedlog.real;

import dev.seedlog.env.contract.SharedListenersContract;
import dev.seedlog.env.contract.TestWorld;

/** The contract on this machine. */
class RealSharedListenersTest extends SharedListenersContract {

    @Override
    protected TestWorld newWorld() {
        return new RealTestWorld();
    }
}
