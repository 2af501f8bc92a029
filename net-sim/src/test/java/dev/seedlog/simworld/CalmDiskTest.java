package dev.seedlog.simworld;

import dev.seedlog.env.contract.DiskContract;
import dev.seedlog.env.contract.TestWorld;

class CalmDiskTest extends DiskContract {

    @Override
    protected TestWorld newWorld() {
        return new ContractWorld(new SimWorld(1));
    }
}
