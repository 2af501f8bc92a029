package dev.seedlog.real;

import dev.seedlog.env.contract.TimersContract;
import dev.seedlog.env.contract.TestWorld;

/** The contract on this machine. */
class RealTimersTest extends TimersContract {

    @Override
    protected TestWorld newWorld() {
        return new RealTestWorld();
    }
}
