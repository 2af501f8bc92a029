package dev.seedlog.cli;

import dev.seedlog.base.config.ConfigException;
import dev.seedlog.base.config.NodeConfig;
import dev.seedlog.broker.FormatProgram;
import dev.seedlog.metadata.ClusterFeatures;
import dev.seedlog.metadata.MetadataVersion;
import dev.seedlog.record.CodecInstances;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Formats a node's directories: the step before the first start of one of several fixed voters. */
@Command(name = "format", mixinStandardHelpOptions = true, versionProvider = BuildVersion.class, sortOptions = false,
        description = {"Makes a node's directories those of a cluster, before its first start.", "",
            "A controller of several in controller.quorum.voters needs it, with the same cluster id on each: a new",
            "directory that voted by itself could lose what a lost disk held. Where voters may change, the first",
            "controller needs it with --standalone. Brokers, a node on its own, and controllers that join a quorum",
            "format themselves.", ""},
        footer = {"", "Exit status: 0 formatted, 2 usage or configuration, 5 it failed."})
public final class FormatCommand implements Callable<Integer> {

    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec;

    @Mixin
    private NodeOptions options = new NodeOptions();

    @Option(names = {"-t", "--cluster-id"}, paramLabel = "ID", required = true,
            description = "The cluster's id, the same for all of its nodes.")
    private String clusterId;

    @Option(names = {"-s", "--standalone"},
            description = "This controller is the only voter of a new quorum; others may be added later.")
    private boolean standalone;

    @Option(names = {"-g", "--ignore-formatted"},
            description = "Leaves directories that are formatted already as they are.")
    private boolean ignoreFormatted;

    @Option(names = {"-r", "--release-version"}, paramLabel = "VERSION",
            description = "The release whose metadata version and features the cluster begins with (4.3).")
    private String release;

    @Option(names = {"-f", "--feature"}, paramLabel = "NAME=LEVEL",
            description = "A feature's level, if not that of the release; may be given again.")
    private List<String> levels = new ArrayList<>();

    /** A command in this process's environment. */
    public FormatCommand() {
        this(System.getenv());
    }

    FormatCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        try {
            NodeConfig config = options.configure(environment, err);
            Formatter.format(config, new FormatProgram(config, CodecInstances.fastest(),
                    new FormatProgram.FormatOptions(clusterId, standalone, ignoreFormatted, features())));
            spec.commandLine().getOut().println("formatted " + String.join(", ", config.logDirs()) + " for node "
                    + config.nodeId() + " of cluster " + clusterId);
            return ExitStatus.OK;
        } catch (ConfigException e) {
            e.problems().forEach(problem -> err.println(spec.qualifiedName() + ": " + problem));
            return ExitStatus.USAGE;
        } catch (IllegalArgumentException | IllegalStateException e) {
            err.println(spec.qualifiedName() + ": " + e.getMessage());
            return ExitStatus.USAGE;
        } catch (IOException e) {
            err.println(spec.qualifiedName() + ": " + e.getMessage());
            return ExitStatus.FAILURE;
        }
    }

    private ClusterFeatures features() {
        return ClusterFeatures.byDefault(release == null ? MetadataVersion.LATEST : MetadataVersion.parse(release))
                .with(levels);
    }
}
