package dev.seedlog.specs.broker;

import dev.seedlog.env.contract.TestWorld;

/** On real sockets and files. */
class RealBadInputTest extends BadInputTest {

    @Override
    protected TestWorld newWorld() {
        return new RealNodeWorld();
    }
}
