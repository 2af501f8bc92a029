package dev.seedlog.specs.broker;

import org.junit.jupiter.api.Nested;

/** What a node of one shard does, one of three does too. */
class OnThreeShardsTest {

    private static final int SHARDS = 3;

    @Nested
    class Produced extends ProduceFetchTest {
        @Override
        protected int shards() {
            return SHARDS;
        }
    }

    @Nested
    class Listed extends OffsetsTest {
        @Override
        protected int shards() {
            return SHARDS;
        }
    }

    @Nested
    class Stored extends StorageTest {
        @Override
        protected int shards() {
            return SHARDS;
        }
    }

    @Nested
    class InTrouble extends DiskTroubleTest {
        @Override
        protected int shards() {
            return SHARDS;
        }
    }

    @Nested
    class Forced extends ForcedAcknowledgementsTest {
        @Override
        protected int shards() {
            return SHARDS;
        }
    }

    @Nested
    class Configured extends ConfigsTest {
        @Override
        protected int shards() {
            return SHARDS;
        }
    }

    @Nested
    class Asked extends ClusterQueriesTest {
        @Override
        protected int shards() {
            return SHARDS;
        }
    }

    @Nested
    class Misused extends SimBadInputTest {
        @Override
        protected int shards() {
            return SHARDS;
        }
    }

    @Nested
    class UsedByKafkasClients extends KafkaClientsTest {
        @Override
        protected int shards() {
            return SHARDS;
        }
    }
}
