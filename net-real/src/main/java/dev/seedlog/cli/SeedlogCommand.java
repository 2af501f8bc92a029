package dev.seedlog.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The root of all commands. Each module adds its own below it; how errors are told and counted is decided here. */
@Command(name = "seedlog", mixinStandardHelpOptions = true, versionProvider = BuildVersion.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "An event streaming platform that speaks the Apache Kafka protocol.",
        footer = {"", "Exit status: 0 fine, 1 a property was violated, 2 usage or configuration, 3 no progress,",
            "4 nondeterminism, 5 the harness itself failed.", "",
            "'seedlog COMMAND --help' tells more of a command."})
public final class SeedlogCommand implements Runnable {

    private static final int HELP_WIDTH = 110;

    @Spec
    private CommandSpec spec;

    /** A command line with the commands of a node: {@code start}, {@code format}, {@code cluster}. */
    public static CommandLine commandLine(NodeRunner runner) {
        CommandLine line = new CommandLine(new SeedlogCommand());
        line.addSubcommand(new StartCommand(runner));
        line.addSubcommand(new FormatCommand());
        line.addSubcommand(new ClusterCommand());
        line.addSubcommand(new CommandLine.HelpCommand());
        line.setUsageHelpWidth(HELP_WIDTH);
        return line;
    }

    /**
     * Runs a command.
     *
     * @return its exit status, see {@link ExitStatus}
     */
    public static int execute(CommandLine line, String... arguments) {
        line.setParameterExceptionHandler(SeedlogCommand::tellUsageError);
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            failure.printStackTrace(command.getErr());
            return ExitStatus.FAILURE;
        });
        return line.execute(arguments);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }

    /** One line that says what is wrong and where to read more. */
    private static int tellUsageError(ParameterException error, String[] arguments) {
        CommandLine command = error.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        boolean noSuchCommand = command.getCommandSpec().parent() == null && arguments.length > 0
                && error instanceof UnmatchedArgumentException && !arguments[0].startsWith("-");
        String what = noSuchCommand ? "there is no command '" + arguments[0] + "'"
                : error.getMessage().lines().findFirst().orElse("");
        command.getErr().println(name + ": " + what + " ('" + name + " --help' tells more)");
        return ExitStatus.USAGE;
    }
}
