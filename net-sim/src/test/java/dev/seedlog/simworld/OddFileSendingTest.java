package dev.seedlog.simworld;

import dev.seedlog.env.contract.FileSendingContract;
import dev.seedlog.env.contract.TestWorld;

class OddFileSendingTest extends FileSendingContract {

    @Override
    protected TestWorld newWorld() {
        return ContractWorld.odd(Long.getLong("seed", 7));
    }
}
