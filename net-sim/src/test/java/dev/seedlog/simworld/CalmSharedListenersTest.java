package dev.seedlog.simworld;

import dev.seedlog.env.contract.SharedListenersContract;
import dev.seedlog.env.contract.TestWorld;

class CalmSharedListenersTest extends SharedListenersContract {

    @Override
    protected TestWorld newWorld() {
        return new ContractWorld(new SimWorld(1));
    }
}
