package dev.seedlog.real;

import dev.seedlog.env.contract.DiskContract;
import dev.seedlog.env.contract.TestWorld;

/** The contract on this machine. */
class RealDiskTest extends DiskContract {

    @Override
    protected TestWorld newWorld() {
        return new RealTestWorld();
    }
}
