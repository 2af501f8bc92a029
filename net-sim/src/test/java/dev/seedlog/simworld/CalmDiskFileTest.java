package dev.seedlog.simworld;

import dev.seedlog.env.contract.DiskFileContract;
import dev.seedlog.env.contract.TestWorld;

class CalmDiskFileTest extends DiskFileContract {

    @Override
    protected TestWorld newWorld() {
        return new ContractWorld(new SimWorld(1));
    }
}
