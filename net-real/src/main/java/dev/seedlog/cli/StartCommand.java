package dev.seedlog.cli;

import dev.seedlog.base.config.ConfigException;
import dev.seedlog.base.config.NodeConfig;
import dev.seedlog.logging.LogOutput;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a node in the foreground: reads and checks its configuration, and hands over to a {@link NodeRunner}. */
@Command(name = "start", mixinStandardHelpOptions = true, versionProvider = BuildVersion.class,
        sortOptions = false,
        description = {"Runs a node in the foreground until it is told to stop (SIGTERM, Ctrl-C).", "",
            "Without options: a complete node on localhost:9092 with its data in ./data.", ""},
        footer = {"",
            "Configuration has Kafka's names. The command line prevails over the environment (KAFKA_NUM_PARTITIONS=3",
            "or KAFKA_CFG_NUM_PARTITIONS=3 for num.partitions), and that over the file. A bad value is an error, an",
            "unknown name a warning.", "",
            "Environment: SEEDLOG_OPTS and KAFKA_HEAP_OPTS are options of the JVM, SEEDLOG_LOG_LEVEL is one of trace,",
            "debug, info, warn and error, JAVA_HOME says which Java.", "",
            "Exit status: 0 stopped as told, 2 usage or configuration, 5 the node could not go on."})
public final class StartCommand implements Callable<Integer> {

    private final NodeRunner runner;
    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec;

    @Mixin
    private NodeOptions options = new NodeOptions();

    @Option(names = "--stop-when-ready", hidden = true, description = "Stops once the node has served a client.")
    private boolean stopWhenReady;

    /** A command that runs nodes with {@code runner}, in this process's environment. */
    public StartCommand(NodeRunner runner) {
        this(runner, System.getenv());
    }

    StartCommand(NodeRunner runner, Map<String, String> environment) {
        this.runner = runner;
        this.environment = environment;
    }

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        NodeConfig config;
        try {
            config = options.configure(environment, err);
        } catch (ConfigException e) {
            e.problems().forEach(problem -> err.println(spec.qualifiedName() + ": " + problem));
            return ExitStatus.USAGE;
        } catch (IllegalStateException e) {
            err.println(spec.qualifiedName() + ": " + e.getMessage());
            return ExitStatus.USAGE;
        }
        LogOutput.nodeId(config.nodeId());
        return runner.run(config, stopWhenReady);
    }
}
