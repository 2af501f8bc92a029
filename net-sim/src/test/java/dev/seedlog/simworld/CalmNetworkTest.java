package dev.seedlog.simworld;

import dev.seedlog.env.contract.NetworkContract;
import dev.seedlog.env.contract.TestWorld;

class CalmNetworkTest extends NetworkContract {

    @Override
    protected TestWorld newWorld() {
        return new ContractWorld(new SimWorld(1));
    }
}
