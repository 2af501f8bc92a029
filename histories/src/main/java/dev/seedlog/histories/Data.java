package dev.seedlog.histories;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Brings free data to the one form in which it is kept, so that equal data are equal objects. */
final class Data {

    private Data() {
    }

    /**
     * The kept form: whole numbers are {@link Long}, collections keep their order and do not change.
     *
     * @throws IllegalArgumentException if it cannot be written
     */
    static Object plain(Object value) {
        if (value == null || value instanceof Long || value instanceof String || value instanceof Boolean
                || value instanceof Keyword || value instanceof Double || value instanceof BigInteger
                || value instanceof BigDecimal || value instanceof Character || value instanceof Tagged) {
            return value;
        }
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>();
            map.forEach((key, held) -> copy.put(plain(key), plain(held)));
            return Collections.unmodifiableMap(copy);
        }
        if (value instanceof Set<?> set) {
            Set<Object> copy = new LinkedHashSet<>();
            set.forEach(held -> copy.add(plain(held)));
            return Collections.unmodifiableSet(copy);
        }
        if (value instanceof Collection<?> all) {
            List<Object> copy = new ArrayList<>(all.size());
            all.forEach(held -> copy.add(plain(held)));
            return Collections.unmodifiableList(copy);
        }
        throw new IllegalArgumentException("a history cannot hold a " + value.getClass().getName());
    }
}
