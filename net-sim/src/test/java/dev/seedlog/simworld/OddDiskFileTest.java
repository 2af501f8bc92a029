package dev.seedlog.simworld;

import dev.seedlog.env.contract.DiskFileContract;
import dev.seedlog.env.contract.TestWorld;

class OddDiskFileTest extends DiskFileContract {

    @Override
    protected TestWorld newWorld() {
        return ContractWorld.odd(Long.getLong("seed", 7));
    }
}
