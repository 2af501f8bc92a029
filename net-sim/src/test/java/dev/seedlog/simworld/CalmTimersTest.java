package dev.seedlog.simworld;

import dev.seedlog.env.contract.TimersContract;
import dev.seedlog.env.contract.TestWorld;

class CalmTimersTest extends TimersContract {

    @Override
    protected TestWorld newWorld() {
        return new ContractWorld(new SimWorld(1));
    }
}
