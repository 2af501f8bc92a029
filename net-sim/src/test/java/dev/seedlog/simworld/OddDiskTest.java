package dev.seedlog.simworld;

import dev.seedlog.env.contract.DiskContract;
import dev.seedlog.env.contract.TestWorld;

class OddDiskTest extends DiskContract {

    @Override
    protected TestWorld newWorld() {
        return ContractWorld.odd(Long.getLong("seed", 7));
    }
}
