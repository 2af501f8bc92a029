package dev.seedlog.real;

import dev.seedlog.env.contract.ShardsContract;
import dev.seedlog.env.contract.TestWorld;

/** The contract on this machine. */
class RealShardsTest extends ShardsContract {

    @Override
    protected TestWorld newWorld() {
        return new RealTestWorld();
    }
}
