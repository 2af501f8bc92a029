package dev.seedlog.metadata;

import dev.seedlog.wire.metadata.ClientQuotaRecord.EntityData;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Whose quota it is: a user, a client id, an address, or a combination.
 *
 * @param parts sorted by type; a null name is the default of its type
 */
public record QuotaEntity(List<EntityData> parts) implements Comparable<QuotaEntity> {

    private static final Comparator<EntityData> ORDER = Comparator.comparing(EntityData::entityType)
            .thenComparing(EntityData::entityName, Comparator.nullsFirst(Comparator.naturalOrder()));

    /** The same entity whatever the order of its parts was. */
    public QuotaEntity {
        List<EntityData> sorted = new ArrayList<>(parts);
        sorted.sort(ORDER);
        parts = List.copyOf(sorted);
    }

    @Override
    public int compareTo(QuotaEntity that) {
        for (int i = 0; i < parts.size() && i < that.parts.size(); i++) {
            int order = ORDER.compare(parts.get(i), that.parts.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(parts.size(), that.parts.size());
    }
}
