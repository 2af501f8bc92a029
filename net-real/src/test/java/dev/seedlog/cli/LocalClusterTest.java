package dev.seedlog.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.config.ConfigException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalClusterTest {

    private static final int NODES = 3;

    @TempDir
    Path folder;

    private final BlockingQueue<String> ready = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> ended = new LinkedBlockingQueue<>();

    private LocalCluster cluster(int nodes, int basePort) {
        return new LocalCluster(new LocalCluster.Ports(nodes, basePort, 0), folder, NodeJvm.ofThisProcess(),
                List.of(), new LocalCluster.Listener() {
            @Override
            public void ready(int node, String address, long pid) {
                ready.add(node + " " + address);
            }

            @Override
            public void ended(int node, int status) {
                ended.add(status);
            }
        });
    }

    @Test
    void threeProcessesMakeAClusterAndStopCleanly() throws Exception {
        try (LocalCluster cluster = cluster(NODES, freePorts())) {
            cluster.start();
            for (int i = 0; i < NODES; i++) {
                String line = ready.poll(60, TimeUnit.SECONDS);
                assertTrue(line != null, logs());
                assertEquals(cluster.address(line.charAt(0) - '0'), line.substring(2));
            }
        }
        for (int i = 0; i < NODES; i++) {
            assertEquals(ExitStatus.OK, ended.poll(60, TimeUnit.SECONDS), logs());
        }
        assertEquals(clusterIdOf(1), clusterIdOf(2));
        assertEquals(clusterIdOf(1), clusterIdOf(NODES));
    }

    private String clusterIdOf(int node) throws IOException {
        return Files.readString(folder.resolve("node-" + node + "/data/meta.properties")).lines()
                .filter(line -> line.startsWith("cluster.id=")).findFirst().orElseThrow();
    }

    private String logs() throws IOException {
        StringBuilder logs = new StringBuilder();
        for (int node = 1; node <= NODES; node++) {
            logs.append(Files.readString(folder.resolve("node-" + node + "/node.log")));
        }
        return logs.toString();
    }

    @Test
    void aNodeThatWasKilledIsStartedAgain() throws Exception {
        try (LocalCluster cluster = cluster(1, freePorts())) {
            cluster.start();
            assertTrue(ready.poll(60, TimeUnit.SECONDS) != null, "it is ready");
            assertTrue(cluster.process(1).destroyForcibly());
            assertTrue(ended.poll(60, TimeUnit.SECONDS) != ExitStatus.OK, "it was killed");
            cluster.start(1);
            assertTrue(ready.poll(60, TimeUnit.SECONDS) != null, "it is ready again");
        }
        assertEquals(ExitStatus.OK, ended.poll(60, TimeUnit.SECONDS));
    }

    @Test
    void whatIsInBetweenIsWhereANodeIsFound() throws Exception {
        LocalCluster.Ports ports = new LocalCluster.Ports(2, 21_000, 2_000);
        try (LocalCluster cluster = new LocalCluster(ports, folder, NodeJvm.ofThisProcess(), List.of(), null)) {
            assertEquals("localhost:23001", cluster.address(2));
        }
        assertEquals(21_001, ports.broker(2));
        assertEquals(22_001, ports.controller(2));
        assertThrows(ConfigException.class, () -> new LocalCluster.Ports(2, 62_700, 2_000));
    }

    @Test
    void whatMakesNoClusterIsRefused() {
        assertThrows(ConfigException.class, () -> cluster(0, 9092));
        assertThrows(ConfigException.class, () -> cluster(3, 0));
        assertThrows(ConfigException.class, () -> cluster(3, 65_000));
    }

    private static int freePorts() throws IOException {
        while (true) {
            int port = 20_000 + ThreadLocalRandom.current().nextInt(8_000);
            boolean free = true;
            for (int i = 0; i < NODES; i++) {
                free &= isFree(port + i) && isFree(port + LocalCluster.CONTROLLER_PORT_OFFSET + i);
            }
            if (free) {
                return port;
            }
        }
    }

    private static boolean isFree(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress("localhost", port));
            return true;
        } catch (java.net.BindException e) {
            return false;
        }
    }
}
