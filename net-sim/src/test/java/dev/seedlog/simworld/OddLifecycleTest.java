package dev.seedlog.simworld;

import dev.seedlog.env.contract.LifecycleContract;
import dev.seedlog.env.contract.TestWorld;

class OddLifecycleTest extends LifecycleContract {

    @Override
    protected TestWorld newWorld() {
        return ContractWorld.odd(Long.getLong("seed", 7));
    }
}
