package dev.seedlog.metadata;

import dev.seedlog.base.Uuid;
import dev.seedlog.wire.metadata.AccessControlEntryRecord;
import dev.seedlog.wire.metadata.DelegationTokenRecord;
import dev.seedlog.wire.metadata.UserScramCredentialRecord;

/**
 * Who may do what, and how much. It is kept as it was written, so that nothing of it is lost between a log, a snapshot
 * and the next start.
 *
 * @param quotas values by key, by entity
 * @param acls access control entries by id
 * @param scram credentials by user
 * @param tokens delegation tokens by id
 */
public record SecurityImage(PersistentMap<QuotaEntity, PersistentMap<String, Double>> quotas,
                            PersistentMap<Uuid, AccessControlEntryRecord> acls,
                            PersistentMap<ScramUser, UserScramCredentialRecord> scram,
                            PersistentMap<String, DelegationTokenRecord> tokens) {

    /** Nobody is known. */
    public static final SecurityImage EMPTY = new SecurityImage(PersistentMap.empty(), PersistentMap.empty(),
            PersistentMap.empty(), PersistentMap.empty());

    SecurityImage withQuotas(PersistentMap<QuotaEntity, PersistentMap<String, Double>> changed) {
        return new SecurityImage(changed, acls, scram, tokens);
    }

    SecurityImage withAcls(PersistentMap<Uuid, AccessControlEntryRecord> changed) {
        return new SecurityImage(quotas, changed, scram, tokens);
    }

    SecurityImage withScram(PersistentMap<ScramUser, UserScramCredentialRecord> changed) {
        return new SecurityImage(quotas, acls, changed, tokens);
    }

    SecurityImage withTokens(PersistentMap<String, DelegationTokenRecord> changed) {
        return new SecurityImage(quotas, acls, scram, changed);
    }
}
