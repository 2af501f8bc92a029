package dev.seedlog.base.json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A JSON object: members in the order of the text.
 *
 * <p>A value is a {@link JsonObject}, a {@link List} of values, a {@link String}, a {@link Long}, a {@link Double}, a
 * {@link Boolean} or null.
 */
public final class JsonObject {

    private final LinkedHashMap<String, Object> members = new LinkedHashMap<>();

    /** Adds a member, or replaces it where it is. */
    public JsonObject put(String name, Object value) {
        members.put(Objects.requireNonNull(name), value);
        return this;
    }

    /** The members in order. Not to be changed. */
    public Map<String, Object> members() {
        return members;
    }

    /** Whether there is such a member, null or not. */
    public boolean has(String name) {
        return members.containsKey(name);
    }

    /**
     * A whole number between two bounds, both included.
     *
     * @throws JsonException if the member is missing, is not a whole number, or is out of bounds
     */
    public long number(String name, long least, long most) {
        Object value = required(name);
        if (!(value instanceof Long number)) {
            throw new JsonException("'" + name + "' is not a whole number");
        }
        if (number < least || number > most) {
            throw new JsonException("'" + name + "' is " + number + ", and not between " + least + " and " + most);
        }
        return number;
    }

    /**
     * A whole number of 32 bits.
     *
     * @throws JsonException if the member is missing or is not such a number
     */
    public int int32(String name) {
        return (int) number(name, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /**
     * A text.
     *
     * @throws JsonException if the member is missing or is not a text
     */
    public String text(String name) {
        Object value = required(name);
        if (!(value instanceof String text)) {
            throw new JsonException("'" + name + "' is not a text");
        }
        return text;
    }

    /**
     * A list.
     *
     * @throws JsonException if the member is missing or is not a list
     */
    public List<?> list(String name) {
        Object value = required(name);
        if (!(value instanceof List<?> list)) {
            throw new JsonException("'" + name + "' is not a list");
        }
        return list;
    }

    private Object required(String name) {
        if (!members.containsKey(name)) {
            throw new JsonException("'" + name + "' is missing");
        }
        return members.get(name);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonObject that && members.equals(that.members);
    }

    @Override
    public int hashCode() {
        return members.hashCode();
    }

    /** The JSON text, without white space. */
    @Override
    public String toString() {
        return JsonWriter.write(this);
    }
}
