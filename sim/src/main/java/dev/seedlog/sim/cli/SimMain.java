package dev.seedlog.sim.cli;

import dev.seedlog.cli.SeedlogCommand;
import dev.seedlog.cli.StartMain;
import picocli.CommandLine;

/** The main class of every command but {@code start}, and of the overview of all commands. */
public final class SimMain {

    private SimMain() {
    }

    /** Runs the command and exits with its status. */
    public static void main(String[] arguments) {
        System.exit(SeedlogCommand.execute(commandLine(), arguments));
    }

    /** All commands of the project. */
    static CommandLine commandLine() {
        CommandLine line = SeedlogCommand.commandLine(StartMain.nodeRunner());
        line.addSubcommand(new SimCommand());
        line.addSubcommand(new CheckCommand());
        line.addSubcommand(new WorkloadCommand());
        line.addSubcommand(new StormCommand());
        return line;
    }
}
