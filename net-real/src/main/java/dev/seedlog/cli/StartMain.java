package dev.seedlog.cli;

/** The main class of {@code seedlog start}. It never loads the simulator. */
public final class StartMain {

    private StartMain() {
    }

    /** Runs the command and exits with its status. */
    public static void main(String[] arguments) {
        System.exit(SeedlogCommand.execute(SeedlogCommand.commandLine(nodeRunner()), arguments));
    }

    /** What runs a node in the real world. */
    public static NodeRunner nodeRunner() {
        return new RealNodeRunner(System.out, System.err);
    }
}
