package dev.seedlog.group;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import java.util.List;

class GroupPropertyTest {

    @Property(tries = 150)
    void whateverHappensNoPartitionHasTwoOwnersAndInTheEndTheGroupIsStable(
            @ForAll @IntRange(min = 1, max = 4) int clients,
            @ForAll @Size(max = 120) List<@IntRange(max = 11) Integer> what,
            @ForAll @Size(value = 120) List<@IntRange(max = 1_000) Integer> who) {
        GroupWorld world = new GroupWorld(clients);
        for (int i = 0; i < what.size(); i++) {
            world.happen(what.get(i), who.get(i));
        }
        world.calmDown();
    }
}
