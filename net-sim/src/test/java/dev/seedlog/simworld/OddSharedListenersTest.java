package dev.seedlog.simworld;

import dev.seedlog.env.contract.SharedListenersContract;
import dev.seedlog.env.contract.TestWorld;

class OddSharedListenersTest extends SharedListenersContract {

    @Override
    protected TestWorld newWorld() {
        return ContractWorld.odd(Long.getLong("seed", 7));
    }
}
