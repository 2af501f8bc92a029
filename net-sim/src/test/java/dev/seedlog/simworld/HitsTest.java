package dev.seedlog.simworld;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.env.Connection;
import dev.seedlog.env.DiskException;
import dev.seedlog.env.DiskFile;
import dev.seedlog.env.OpenMode;
import dev.seedlog.env.contract.Peer;
import dev.seedlog.simworld.Hits.Kind;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Faults that last for a time, and whether they hit something. */
class HitsTest {

    private static final String PATH = "/data/f";

    private final Stages.Stage stage = new Stages.Stage(11);
    private final SimWorld world = stage.world;
    private final Peer clientEnd = new Peer();
    private final Peer serverEnd = new Peer();
    private SimNode client;
    private SimNode server;
    private Connection connection;

    @BeforeEach
    void connect() {
        client = stage.node("client");
        server = stage.node("server");
        connection = stage.connected(client, server, clientEnd, serverEnd);
    }

    private long hits(Kind kind) {
        return world.hits().count(kind);
    }

    @Test
    void aPartitionThatNobodySendsIntoHitsNothing() {
        world.network().partitionFor(List.of(client), List.of(server), Stages.SECOND);
        world.runFor(2 * Stages.SECOND);
        assertEquals(0, hits(Kind.PARTITIONED));
    }

    @Test
    void overlappingPartitionsEndOneByOne() {
        world.network().partitionFor(List.of(client), List.of(server), 3 * Stages.SECOND);
        world.network().partitionOneWay(List.of(client), List.of(server), 5 * Stages.SECOND);
        stage.send(client, connection, 1);
        world.runFor(4 * Stages.SECOND);
        assertEquals(0, serverEnd.receivedBytes(), "one of them goes on");
        world.runFor(2 * Stages.SECOND);
        assertEquals(1, serverEnd.receivedBytes());
        assertTrue(hits(Kind.ONE_WAY) + hits(Kind.PARTITIONED) > 0);
    }

    @Test
    void healingEndsPartitionsOfAnyDuration() {
        world.network().partitionFor(List.of(client), List.of(server), 100 * Stages.SECOND);
        world.network().heal();
        world.network().partitionFor(List.of(client), List.of(server), 200 * Stages.SECOND);
        world.runFor(150 * Stages.SECOND);
        stage.send(client, connection, 1);
        world.runFor(Stages.SECOND);
        assertEquals(0, serverEnd.receivedBytes(), "the end of the first does not end the second");
        world.network().heal();
        world.runFor(Stages.SECOND);
        assertEquals(1, serverEnd.receivedBytes());
    }

    @Test
    void aDegradedLinkIsLateForAsLongAsItIs() {
        world.network().degrade(client, server, 1_000, 1, Stages.SECOND);
        stage.send(client, connection, 1);
        world.runFor(50 * Stages.MILLI);
        assertEquals(0, serverEnd.receivedBytes());
        assertEquals(1, hits(Kind.DEGRADED));
        world.runFor(2 * Stages.SECOND);
        assertEquals(1, serverEnd.receivedBytes());
        stage.send(client, connection, 2);
        world.runFor(10 * Stages.MILLI);
        assertEquals(2, serverEnd.receivedBytes());
        assertEquals(1, hits(Kind.DEGRADED));
    }

    @Test
    void silenceHitsWhatIsSentAndARefusalWhoConnects() {
        world.network().silence(client, server);
        assertEquals(0, hits(Kind.HALF_OPEN));
        stage.send(client, connection, 1);
        world.network().refuseConnects(server, true);
        stage.connect(client, server, new Peer());
        world.runFor(Stages.SECOND);
        assertEquals(1, hits(Kind.HALF_OPEN));
        assertEquals(1, hits(Kind.REFUSED));
    }

    @Test
    void aPauseHitsWhatWaitsForItsEnd() {
        world.runFor(Stages.SECOND);
        server.pause();
        server.resume();
        assertEquals(0, hits(Kind.LATE_AFTER_PAUSE));
        server.pause();
        stage.send(client, connection, 1);
        world.runFor(Stages.SECOND);
        server.resume();
        assertEquals(1, hits(Kind.LATE_AFTER_PAUSE));
    }

    @Test
    void aClockThatWasSetHitsWhoReadsIt() {
        server.clock().jumpWall(-3_600 * Stages.SECOND);
        server.clock().setDrift(1_000);
        assertEquals(0, hits(Kind.WALL_BACK) + hits(Kind.DRIFTED));
        stage.run(server, env -> { });
        assertEquals(1, hits(Kind.WALL_BACK));
        assertEquals(1, hits(Kind.DRIFTED));
        assertEquals(0, hits(Kind.WALL_FORTH));
    }

    @Test
    void aBootKeepsTheWallClockAndTheDrift() {
        server.clock().jumpWall(3_600 * Stages.SECOND);
        server.clock().setDrift(100_000);
        long wall = server.clock().epochMillis();
        server.powerCut();
        stage.start(server, 1);
        assertEquals(wall, server.clock().epochMillis());
        world.runFor(10 * Stages.SECOND);
        assertEquals(wall + 11_000, server.clock().epochMillis(), 1);
    }

    @Test
    void errorsEndAfterSoMany() {
        stage.run(server, env -> {
            DiskFile file = env.disk().open(PATH, OpenMode.CREATE);
            server.disk().faults().failWrites(1_000).atMost(2);
            BufferSlice[] parts = {BufferSlice.of(Stages.filled(10, 1))};
            for (int i = 0; i < 2; i++) {
                assertThrows(DiskException.class, () -> file.write(file.size(), parts, 1));
            }
            file.write(file.size(), parts, 1);
        });
        assertEquals(2, hits(Kind.FAILED_WRITE));
        assertEquals(2, server.disk().faults().failed());
    }

    @Test
    void aForceThatFailedLeavesWhatACopyToANewDiskSaves() {
        assertFalse(isThereAfterAPowerCut(false), "later forces lie");
        assertTrue(isThereAfterAPowerCut(true));
    }

    private boolean isThereAfterAPowerCut(boolean copied) {
        boolean always = true;
        for (int seed = 0; seed < 30; seed++) {
            Stages.Stage other = new Stages.Stage(seed);
            SimNode node = other.node("a");
            DiskFile[] file = new DiskFile[1];
            other.run(node, env -> {
                file[0] = env.disk().open(PATH, OpenMode.CREATE);
                env.disk().forceDirectory("/data", failure -> { });
                file[0].write(0, new BufferSlice[] {BufferSlice.of(Stages.filled(600, 1))}, 1);
                node.disk().faults().failForces(1_000).where(PATH::equals).atMost(1);
                file[0].force((generation, end, failure) -> { });
            });
            other.world.runFor(Stages.SECOND);
            assertTrue(node.disk().faults().forcesFailed());
            other.run(node, env -> file[0].force((generation, end, failure) -> assertEquals(null, failure)));
            other.world.runFor(Stages.SECOND);
            node.kill();
            if (copied) {
                node.disk().replace();
                assertFalse(node.disk().faults().forcesFailed());
            }
            node.powerCut();
            byte[] left = node.disk().content(PATH);
            always &= left.length == 600 && left[0] == 1 && left[599] == 1;
            if (copied) {
                assertArrayEquals(Stages.filled(600, 1), left);
            }
        }
        return always;
    }

    @Test
    void aFullDiskHitsTheWriteThatDoesNotFit() {
        server.disk().setCapacity(server.disk().usedBytes() + 5);
        stage.run(server, env -> assertThrows(DiskException.class, () -> env.disk().open(PATH, OpenMode.CREATE)
                .write(0, new BufferSlice[] {BufferSlice.of(Stages.filled(10, 1))}, 1)));
        assertEquals(1, hits(Kind.DISK_FULL));
    }
}
