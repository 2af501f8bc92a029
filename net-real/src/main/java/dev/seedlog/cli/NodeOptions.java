package dev.seedlog.cli;

import dev.seedlog.base.AgronaAccess;
import dev.seedlog.base.config.Config;
import dev.seedlog.base.config.NodeConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** How the commands about a node are told its configuration. */
public final class NodeOptions {

    @Option(names = {"-c", "--config"}, paramLabel = "FILE", description = "The configuration: server.properties.")
    private Path configFile;

    @Option(names = {"-o", "--override"}, paramLabel = "KEY=VALUE", arity = "1",
            description = "Sets one configuration; may be given several times.")
    private List<String> overrides = new ArrayList<>();

    @Option(names = {"-d", "--dir"}, paramLabel = "DIR",
            description = "The data directory, in place of log.dirs. It is created if it does not exist.")
    private Path dataDirectory;

    /**
     * Reads and checks it, says on {@code err} what is to be warned of, and sees that the directories are there.
     *
     * @throws dev.seedlog.base.config.ConfigException if something is wrong with it
     * @throws IllegalStateException if the JVM was started without what Agrona needs
     */
    NodeConfig configure(Map<String, String> environment, PrintWriter err) {
        AgronaAccess.verify();
        ConfigSources sources = ConfigSources.read(configFile, environment, overrides, dataDirectory);
        Config config = Config.of(sources.entries());
        NodeConfig node = NodeConfig.of(config);
        sources.warnings().forEach(warning -> err.println("warning: " + warning));
        config.warnings().forEach(warning -> err.println("warning: " + warning));
        err.flush();
        DataDirectories.prepare(node, dataDirectory != null);
        return node;
    }
}
