package dev.seedlog.simworld;

import dev.seedlog.env.contract.NetworkContract;
import dev.seedlog.env.contract.TestWorld;

class OddNetworkTest extends NetworkContract {

    @Override
    protected TestWorld newWorld() {
        return ContractWorld.odd(Long.getLong("seed", 7));
    }
}
