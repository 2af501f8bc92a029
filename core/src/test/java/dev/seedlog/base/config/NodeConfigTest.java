package dev.seedlog.base.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.HostPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeConfigTest {

    @Test
    void withoutAFileANodeIsCompleteAndLocal() {
        NodeConfig node = standalone();
        assertEquals(1, node.nodeId());
        assertEquals(Set.of(ProcessRole.BROKER, ProcessRole.CONTROLLER), node.roles());
        assertEquals(List.of(
                new ListenerConfig("PLAINTEXT", new HostPort("localhost", 9092), new HostPort("localhost", 9092),
                        SecurityProtocol.PLAINTEXT, false),
                new ListenerConfig("CONTROLLER", new HostPort("localhost", 9093), new HostPort("localhost", 9093),
                        SecurityProtocol.PLAINTEXT, true)), node.listeners());
        assertEquals("PLAINTEXT", node.interBrokerListenerName());
        assertEquals(List.of("data"), node.logDirs());
        assertEquals("data", node.metadataLogDir());
        assertEquals(List.of(), node.voters());
        assertEquals(1, node.config().getInt(BrokerConfigKeys.OFFSETS_TOPIC_REPLICATION_FACTOR));
    }

    @Test
    void listenersAreNamedAndAdvertisedEachForItself() {
        NodeConfig node = standalone("listeners", "inside://0.0.0.0:1,OUTSIDE://:2,CONTROLLER://:3",
                "advertised.listeners", "INSIDE://a:1,OUTSIDE://b:20", "inter.broker.listener.name", "inside",
                "listener.security.protocol.map", "INSIDE:PLAINTEXT,OUTSIDE:PLAINTEXT,CONTROLLER:PLAINTEXT");
        assertEquals(new HostPort("b", 20), node.listeners().get(1).advertised());
        assertEquals(new HostPort("", 3), node.listeners().get(2).advertised());
        assertEquals("INSIDE", node.interBrokerListenerName());
    }

    @Test
    void aListenerNeedNotBeAdvertised() {
        NodeConfig node = standalone("listeners", "PLAINTEXT://:1,SECOND://:2,CONTROLLER://:3", "advertised.listeners",
                "PLAINTEXT://a:1", "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,SECOND:PLAINTEXT,"
                + "CONTROLLER:PLAINTEXT");
        assertNull(node.listeners().get(1).advertised());
    }

    @Test
    void votersAndDirectoriesAreRead() {
        NodeConfig node = standalone("controller.quorum.voters", "1@a:9093,2@[::1]:9093", "log.dirs", "/x, /y",
                "metadata.log.dir", "/m", "seedlog.shards", "3");
        assertEquals(List.of(new QuorumVoter(1, new HostPort("a", 9093)),
                new QuorumVoter(2, new HostPort("::1", 9093))), node.voters());
        assertEquals(List.of("/x", "/y"), node.logDirs());
        assertEquals("/m", node.metadataLogDir());
        assertEquals(3, node.shards().orElseThrow());
    }

    @Test
    void brokerIdStandsInForNodeId() {
        NodeConfig node = NodeConfig.of(Config.of(entries("broker.id", "4", "process.roles", "broker", "listeners",
                "PLAINTEXT://:9092", "controller.listener.names", "C", "controller.quorum.bootstrap.servers", "x:1")));
        assertEquals(4, node.nodeId());
        assertEquals(List.of(new HostPort("x", 1)), node.bootstrapControllers());
        assertEquals(List.of("C"), node.controllerListenerNames());
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "listeners; PLAINTEXT:9092; 'PLAINTEXT:9092' is not NAME://HOST:PORT",
        "listeners; 'PLAINTEXT://a:70000,CONTROLLER://:3'; port 70000",
        "listeners; 'PLAINTEXT://a:x,CONTROLLER://:3'; 'x' is not a number",
        "listeners; 'PLAINTEXT://:1,CONTROLLER://:1'; two listeners have the address :1",
        "listeners; 'PLAINTEXT://:1,plaintext://:2,CONTROLLER://:3'; the listener PLAINTEXT is there twice",
        "listeners; 'PLAINTEXT://:1'; a controller needs a listener for each of controller.listener.names=CONTROLLER",
        "listeners; 'CONTROLLER://:1'; a broker needs an advertised listener",
        "listeners; 'OTHER://:1,CONTROLLER://:2'; listener OTHER has no protocol",
        "listeners; 'SSL://:1,CONTROLLER://:2'; listener SSL uses SSL, which is not implemented yet",
        "advertised.listeners; PLAINTEXT://0.0.0.0:9092; nobody can connect to 0.0.0.0",
        "advertised.listeners; OTHER://a:9092; OTHER is not one of listeners",
        "inter.broker.listener.name; NONE; a broker needs an advertised listener",
        "process.roles; broker; a node that is no controller must not listen as CONTROLLER",
        "process.roles; controller; a node that is no broker must listen only as CONTROLLER",
        "controller.quorum.voters; 1@a; each item must be ID@HOST:PORT",
        "controller.quorum.voters; x@a:1; each item must be ID@HOST:PORT",
        "controller.quorum.voters; '1@a:1,1@b:1'; voter 1 is there twice",
        "controller.quorum.voters; 2@a:1; node 1 is a controller but no voter",
        "controller.quorum.bootstrap.servers; a; no port",
        "listener.security.protocol.map; CONTROLLER; 'CONTROLLER' is not NAME:PROTOCOL",
        "listener.security.protocol.map; CONTROLLER:TLS; there is no protocol 'TLS'",
        "broker.id; 2; differs from node.id=1",
        "queued.max.request.bytes; 5; it must be at least socket.request.max.bytes=104857600",
        "group.min.session.timeout.ms; 2000000; must not exceed group.max.session.timeout.ms",
        "log.cleaner.max.compaction.lag.ms; 5; ''",
        "replica.selector.class; org.example.Selector; "
                + "only org.apache.kafka.common.replica.RackAwareReplicaSelector is available",
        "authorizer.class.name; org.example.Authorizer; the node would serve everybody",
    })
    void keysThatDoNotFitTogetherAreRefused(String name, String value, String why) {
        ConfigException refused = assertThrows(ConfigException.class,
                () -> standalone(name, value, "log.cleaner.min.compaction.lag.ms", "6"));
        assertTrue(refused.getMessage().contains(why), refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"process.roles; node.id; 1", "node.id; process.roles; broker"})
    void aFileMustSayWhoTheNodeIsAndWhatItDoes(String missing, String given, String value) {
        ConfigException refused = assertThrows(ConfigException.class,
                () -> NodeConfig.of(Config.of(entries(given, value))));
        assertTrue(refused.getMessage().contains("Missing required configuration " + missing), refused.getMessage());
    }

    private static NodeConfig standalone(String... namesAndValues) {
        List<ConfigEntry> all = new ArrayList<>(StandaloneDefaults.entries());
        all.addAll(entries(namesAndValues));
        return NodeConfig.of(Config.of(all));
    }

    private static List<ConfigEntry> entries(String... namesAndValues) {
        List<ConfigEntry> entries = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            entries.add(ConfigTest.entry(namesAndValues[i], namesAndValues[i + 1]));
        }
        return entries;
    }
}
