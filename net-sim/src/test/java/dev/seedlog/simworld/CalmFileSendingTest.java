package dev.seedlog.simworld;

import dev.seedlog.env.contract.FileSendingContract;
import dev.seedlog.env.contract.TestWorld;

class CalmFileSendingTest extends FileSendingContract {

    @Override
    protected TestWorld newWorld() {
        return new ContractWorld(new SimWorld(1));
    }
}
