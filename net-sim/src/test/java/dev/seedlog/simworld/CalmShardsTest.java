package dev.seedlog.simworld;

import dev.seedlog.env.contract.ShardsContract;
import dev.seedlog.env.contract.TestWorld;

class CalmShardsTest extends ShardsContract {

    @Override
    protected TestWorld newWorld() {
        return new ContractWorld(new SimWorld(1));
    }
}
