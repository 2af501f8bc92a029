package dev.seedlog.real;

import dev.seedlog.env.contract.FileSendingContract;
import dev.seedlog.env.contract.TestWorld;

/** The contract on this machine. */
class RealFileSendingTest extends FileSendingContract {

    @Override
    protected TestWorld newWorld() {
        return new RealTestWorld();
    }
}
