package dev.seedlog.real;

import dev.seedlog.env.contract.DiskFileContract;
import dev.seedlog.env.contract.TestWorld;

/** The contract on this machine. */
class RealDiskFileTest extends DiskFileContract {

    @Override
    protected TestWorld newWorld() {
        return new RealTestWorld();
    }
}
