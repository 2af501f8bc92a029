package dev.seedlog.metadata;

import dev.seedlog.wire.metadata.AccessControlEntryRecord;
import dev.seedlog.wire.metadata.ClientQuotaRecord;
import dev.seedlog.wire.metadata.DelegationTokenRecord;
import dev.seedlog.wire.metadata.RemoveAccessControlEntryRecord;
import dev.seedlog.wire.metadata.RemoveDelegationTokenRecord;
import dev.seedlog.wire.metadata.RemoveUserScramCredentialRecord;
import dev.seedlog.wire.metadata.UserScramCredentialRecord;

/** What the records about quotas, access, credentials and tokens do. */
final class SecurityRecords {

    private SecurityRecords() {
    }

    static SecurityImage apply(SecurityImage security, MetadataRecord record) {
        if (record.value() instanceof ClientQuotaRecord quota) {
            return security.withQuotas(quota(security.quotas(), quota));
        }
        if (record.value() instanceof AccessControlEntryRecord entry) {
            return security.withAcls(security.acls().with(entry.id(), entry));
        }
        if (record.value() instanceof RemoveAccessControlEntryRecord gone) {
            requireKnown(security.acls().containsKey(gone.id()), "access control entry " + gone.id());
            return security.withAcls(security.acls().without(gone.id()));
        }
        if (record.value() instanceof UserScramCredentialRecord credential) {
            ScramUser user = new ScramUser(credential.mechanism(), credential.name());
            return security.withScram(security.scram().with(user, credential));
        }
        if (record.value() instanceof RemoveUserScramCredentialRecord gone) {
            ScramUser user = new ScramUser(gone.mechanism(), gone.name());
            requireKnown(security.scram().containsKey(user), "credential of " + user);
            return security.withScram(security.scram().without(user));
        }
        if (record.value() instanceof DelegationTokenRecord token) {
            return security.withTokens(security.tokens().with(token.tokenId(), token));
        }
        if (record.value() instanceof RemoveDelegationTokenRecord gone) {
            return security.withTokens(security.tokens().without(gone.tokenId()));
        }
        throw new IllegalArgumentException("the record is not about security");
    }

    private static PersistentMap<QuotaEntity, PersistentMap<String, Double>> quota(
            PersistentMap<QuotaEntity, PersistentMap<String, Double>> quotas, ClientQuotaRecord record) {
        QuotaEntity entity = new QuotaEntity(record.entity());
        PersistentMap<String, Double> before = quotas.get(entity);
        if (before == null) {
            before = PersistentMap.empty();
        }
        PersistentMap<String, Double> after = record.remove() ? before.without(record.key())
                : before.with(record.key(), record.value());
        return after.isEmpty() ? quotas.without(entity) : quotas.with(entity, after);
    }

    private static void requireKnown(boolean known, String what) {
        if (!known) {
            throw new IllegalArgumentException("there is no " + what);
        }
    }
}
