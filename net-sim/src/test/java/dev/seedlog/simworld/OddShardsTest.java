package dev.seedlog.simworld;

import dev.seedlog.env.contract.ShardsContract;
import dev.seedlog.env.contract.TestWorld;

class OddShardsTest extends ShardsContract {

    @Override
    protected TestWorld newWorld() {
        return ContractWorld.odd(Long.getLong("seed", 7));
    }
}
