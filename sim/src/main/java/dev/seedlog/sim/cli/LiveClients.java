package dev.seedlog.sim.cli;

import dev.seedlog.base.HostPort;
import dev.seedlog.cli.ExitStatus;
import dev.seedlog.histories.edn.HistoryWriter;
import dev.seedlog.real.NodeListener;
import dev.seedlog.real.RealNode;
import dev.seedlog.real.RealNodeOptions;
import dev.seedlog.sim.check.Judge;
import dev.seedlog.sim.check.Violation;
import dev.seedlog.sim.live.LiveRun;
import dev.seedlog.sim.live.Troubles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The simulator's clients on real sockets, and what a command tells of what they saw. */
final class LiveClients {

    /** How many batches they send in a second, about. */
    static final int BATCHES_PER_SECOND = 100;
    private static final int MOST_TOLD = 10;
    private static final long STOP_MS = 10_000;

    private final CommandSpec spec;
    private final Path historyFile;

    /**
     * Clients of a command.
     *
     * @param historyFile gets what they did and saw; may be null
     */
    LiveClients(CommandSpec spec, Path historyFile) {
        this.spec = spec;
        this.historyFile = historyFile;
    }

    /**
     * Has them work, and judges what they saw.
     *
     * @param troubles what befalls the cluster meanwhile
     * @return the exit status
     */
    int run(LiveRun.Plan plan, Troubles troubles) throws IOException {
        CountDownLatch over = new CountDownLatch(1);
        Ending ending = new Ending(over);
        LiveRun live = new LiveRun(plan, troubles, over::countDown);
        RealNode node = RealNode.start(RealNodeOptions.named(spec.name()), live, ending);
        try {
            over.await();
            node.stop();
            if (!node.awaitEnd(STOP_MS)) {
                node.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            node.close();
            return ExitStatus.FAILURE;
        }
        if (ending.why != null) {
            spec.commandLine().getErr().println(spec.qualifiedName() + ": " + ending.why);
            return ExitStatus.FAILURE;
        }
        return judge(live);
    }

    private int judge(LiveRun live) throws IOException {
        if (historyFile != null) {
            try (HistoryWriter writer = new HistoryWriter(Files.newOutputStream(historyFile))) {
                live.history().forEach(writer::accept);
            } catch (IOException e) {
                throw new ParameterException(spec.commandLine(),
                        "--history " + historyFile + ": it cannot be written (" + e + ")");
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(live.history().size() + " entries; acknowledged " + live.counts().acked() + " records, polled "
                + live.counts().polled() + ", sent " + live.counts().retries() + " batches again");
        List<Violation> violations = Judge.judge(live.history());
        violations.stream().limit(MOST_TOLD).forEach(violation -> {
            out.println(violation.kind() + ": " + violation.what());
            violation.operations().forEach(line -> out.println("    " + line));
        });
        out.println(violations.isEmpty() ? "valid" : violations.size() + " violations");
        out.flush();
        if (!live.converged() && violations.size() == 1) {
            return ExitStatus.NO_PROGRESS;
        }
        return violations.isEmpty() ? ExitStatus.OK : ExitStatus.VIOLATION;
    }

    /** Hears of the node's end; a failure ends the waiting for the clients. */
    private static final class Ending implements NodeListener {
        private final CountDownLatch over;
        private volatile String why;

        private Ending(CountDownLatch over) {
            this.over = over;
        }

        @Override
        public void ready(HostPort at) {
            // Clients serve nobody.
        }

        @Override
        public void fatal(int exitStatus, String reason) {
            why = reason;
            over.countDown();
        }

        @Override
        public void stopped() {
            over.countDown();
        }
    }
}
