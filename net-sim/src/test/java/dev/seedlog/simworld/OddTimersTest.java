package dev.seedlog.simworld;

import dev.seedlog.env.contract.TimersContract;
import dev.seedlog.env.contract.TestWorld;

class OddTimersTest extends TimersContract {

    @Override
    protected TestWorld newWorld() {
        return ContractWorld.odd(Long.getLong("seed", 7));
    }
}
