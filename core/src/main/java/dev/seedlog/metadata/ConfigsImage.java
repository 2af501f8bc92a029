package dev.seedlog.metadata;

/**
 * The configurations that were set; what was not set has its default.
 *
 * @param byResource values by key, by resource
 */
public record ConfigsImage(PersistentMap<ConfigResource, PersistentMap<String, String>> byResource) {

    /** Nothing is set. */
    public static final ConfigsImage EMPTY = new ConfigsImage(PersistentMap.empty());

    /** What is set for a resource. */
    public PersistentMap<String, String> of(ConfigResource resource) {
        PersistentMap<String, String> configs = byResource.get(resource);
        return configs == null ? PersistentMap.empty() : configs;
    }

    /** The value that is set for a key of a resource, or null. */
    public String value(ConfigResource resource, String key) {
        return of(resource).get(key);
    }

    /** These configurations with one value set, or taken away if it is null. */
    ConfigsImage with(ConfigResource resource, String key, String value) {
        PersistentMap<String, String> configs = of(resource);
        PersistentMap<String, String> changed = value == null ? configs.without(key) : configs.with(key, value);
        return new ConfigsImage(changed.isEmpty() ? byResource.without(resource) : byResource.with(resource, changed));
    }

    ConfigsImage without(ConfigResource resource) {
        return new ConfigsImage(byResource.without(resource));
    }
}
