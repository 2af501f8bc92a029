package dev.seedlog.real;

import dev.seedlog.env.contract.LifecycleContract;
import dev.seedlog.env.contract.TestWorld;

/** The contract on this machine. */
class RealLifecycleTest extends LifecycleContract {

    @Override
    protected TestWorld newWorld() {
        return new RealTestWorld();
    }
}
