package dev.seedlog.specs.broker;

/** In a simulated world. */
class SimBadInputTest extends BadInputTest {
}
