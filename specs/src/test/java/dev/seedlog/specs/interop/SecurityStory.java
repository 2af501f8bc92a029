package dev.seedlog.specs.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialDeletion;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.quota.ClientQuotaFilter;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** Users, rules and quotas that are told to Apache Kafka, some of them taken back, and asked of it again. */
final class SecurityStory {

    private static final long DEADLINE_SECONDS = 60;
    private static final ClientQuotaEntity CLIENT = new ClientQuotaEntity(Map.of(ClientQuotaEntity.CLIENT_ID, "slow"));

    private final String bootstrap;

    SecurityStory(String bootstrap) {
        this.bootstrap = bootstrap;
    }

    void begin() throws Exception {
        try (Admin admin = admin()) {
            admin.alterClientQuotas(List.of(new ClientQuotaAlteration(CLIENT, List.of(
                    new ClientQuotaAlteration.Op("producer_byte_rate", 100_000.0),
                    new ClientQuotaAlteration.Op("consumer_byte_rate", 200_000.0))))).all()
                    .get(DEADLINE_SECONDS, TimeUnit.SECONDS);
            admin.alterClientQuotas(List.of(new ClientQuotaAlteration(CLIENT, List.of(
                    new ClientQuotaAlteration.Op("consumer_byte_rate", null))))).all()
                    .get(DEADLINE_SECONDS, TimeUnit.SECONDS);
            ScramCredentialInfo scram = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096);
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion("bob", scram, "secret"),
                    new UserScramCredentialUpsertion("carol", scram, "secret"))).all()
                    .get(DEADLINE_SECONDS, TimeUnit.SECONDS);
            admin.alterUserScramCredentials(List.of(
                    new UserScramCredentialDeletion("carol", ScramMechanism.SCRAM_SHA_512))).all()
                    .get(DEADLINE_SECONDS, TimeUnit.SECONDS);
            admin.createAcls(List.of(rule("alice"), rule("carol"))).all().get(DEADLINE_SECONDS, TimeUnit.SECONDS);
            admin.deleteAcls(List.of(rule("carol").toFilter())).all().get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        }
    }

    void check() throws Exception {
        try (Admin admin = admin()) {
            assertEquals(Map.of(CLIENT, Map.of("producer_byte_rate", 100_000.0)), admin.describeClientQuotas(
                    ClientQuotaFilter.all()).entities().get(DEADLINE_SECONDS, TimeUnit.SECONDS));
            assertEquals(Set.of("alice", "bob"), admin.describeUserScramCredentials().all()
                    .get(DEADLINE_SECONDS, TimeUnit.SECONDS).keySet());
            assertEquals(List.of(rule("alice")), List.copyOf(admin.describeAcls(AclBindingFilter.ANY).values()
                    .get(DEADLINE_SECONDS, TimeUnit.SECONDS)));
        }
    }

    private static AclBinding rule(String user) {
        return new AclBinding(new ResourcePattern(ResourceType.TOPIC, "in-", PatternType.PREFIXED),
                new AccessControlEntry("User:" + user, "*", AclOperation.READ, AclPermissionType.ALLOW));
    }

    private Admin admin() {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap));
    }
}
