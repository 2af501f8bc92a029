package dev.seedlog.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PartitionOwnersTest {

    @Test
    void everyPartitionHasOneOwner() {
        for (int shards = 1; shards <= 4; shards++) {
            for (int partition = 0; partition < 20; partition++) {
                int owners = 0;
                for (int shard = 0; shard < shards; shard++) {
                    owners += new PartitionOwners(shard, shards).here("orders", partition) ? 1 : 0;
                }
                assertEquals(1, owners);
            }
        }
    }

    @Test
    void thePartitionsOfATopicAreSpreadEvenly() {
        for (String topic : new String[] {"orders", "", "__consumer_offsets", "\uFFFF\uFFFF\uFFFF"}) {
            int[] counts = new int[3];
            for (int partition = 0; partition < 12; partition++) {
                counts[new PartitionOwners(0, 3).of(topic, partition)]++;
            }
            assertEquals("[4, 4, 4]", Arrays.toString(counts), topic);
        }
    }

    @Test
    void whatARequestMayNameHasAnOwnerToo() {
        assertEquals(0, new PartitionOwners(0, 1).of("orders", Integer.MIN_VALUE));
        int owner = new PartitionOwners(0, 3).of("orders", Integer.MAX_VALUE);
        assertEquals(owner, Math.floorMod("orders".hashCode() + Integer.MAX_VALUE, 3));
    }
}
