package dev.seedlog.cli;

import dev.seedlog.base.config.BrokerConfigKeys;
import dev.seedlog.base.config.ConfigEntry;
import dev.seedlog.base.config.ConfigException;
import dev.seedlog.base.config.EnvironmentEntries;
import dev.seedlog.base.config.PropertiesParser;
import dev.seedlog.base.config.StandaloneDefaults;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * All that configures a node, in order of precedence.
 *
 * @param entries from the least to the most important: file or built-in defaults, environment, command line
 * @param warnings what was found and set aside
 */
record ConfigSources(List<ConfigEntry> entries, List<String> warnings) {

    private static final String LOG_DIRS = BrokerConfigKeys.LOG_DIRS.name();
    private static final String LOG_DIR = BrokerConfigKeys.LOG_DIR.name();

    /**
     * Gathers them.
     *
     * @param file null if there is none
     * @param overrides items of the form {@code key=value}
     * @param dataDirectory null if the command line names none
     * @throws ConfigException if the file cannot be read or an override has another form
     */
    static ConfigSources read(Path file, Map<String, String> environment, List<String> overrides,
                              Path dataDirectory) {
        List<ConfigEntry> entries = new ArrayList<>(file == null ? StandaloneDefaults.entries() : readFile(file));
        EnvironmentEntries fromEnvironment = EnvironmentEntries.of(environment);
        entries.addAll(fromEnvironment.entries());
        for (String override : overrides) {
            ConfigEntry entry = parseOverride(override);
            if (dataDirectory != null && (entry.name().equals(LOG_DIRS) || entry.name().equals(LOG_DIR))) {
                throw new ConfigException("--dir and --override " + entry.name() + " exclude each other");
            }
            entries.add(entry);
        }
        if (dataDirectory != null) {
            // A comma divides directories, so the path could not be told from several.
            if (dataDirectory.toString().indexOf(',') >= 0) {
                throw new ConfigException("--dir '" + dataDirectory + "': a data directory's path has no comma");
            }
            entries.add(new ConfigEntry(LOG_DIRS, dataDirectory.toString(), "--dir"));
        }
        List<String> ignored = fromEnvironment.ignored();
        return new ConfigSources(List.copyOf(entries), ignored.isEmpty() ? List.of()
                : List.of("environment variables that name no configuration are ignored: "
                        + String.join(", ", ignored)));
    }

    private static List<ConfigEntry> readFile(Path file) {
        try {
            return PropertiesParser.parse(Files.readString(file), file.toString());
        } catch (NoSuchFileException e) {
            throw new ConfigException("--config " + file + ": there is no such file");
        } catch (MalformedInputException e) {
            throw new ConfigException("--config " + file + ": it is not UTF-8 text");
        } catch (IOException e) {
            throw new ConfigException("--config " + file + ": it cannot be read (" + e + ")");
        }
    }

    private static ConfigEntry parseOverride(String override) {
        int equals = override.indexOf('=');
        if (equals <= 0) {
            throw new ConfigException("--override '" + override + "' is not KEY=VALUE");
        }
        return new ConfigEntry(override.substring(0, equals).strip(), override.substring(equals + 1), "--override");
    }
}
