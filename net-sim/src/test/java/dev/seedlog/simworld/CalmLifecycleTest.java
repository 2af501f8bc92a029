package dev.seedlog.simworld;

import dev.seedlog.env.contract.LifecycleContract;
import dev.seedlog.env.contract.TestWorld;

class CalmLifecycleTest extends LifecycleContract {

    @Override
    protected TestWorld newWorld() {
        return new ContractWorld(new SimWorld(1));
    }
}
