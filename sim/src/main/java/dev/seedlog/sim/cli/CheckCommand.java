package dev.seedlog.sim.cli;

import dev.seedlog.cli.BuildVersion;
import dev.seedlog.cli.ExitStatus;
import dev.seedlog.histories.Op;
import dev.seedlog.histories.UnjudgeableHistoryException;
import dev.seedlog.histories.Violation;
import dev.seedlog.histories.check.HistoryChecker;
import dev.seedlog.histories.check.HistoryVerdict;
import dev.seedlog.histories.edn.HistoryReader;
import dev.seedlog.histories.edn.HistorySplitter;
import dev.seedlog.histories.edn.HistoryWriter;
import dev.seedlog.histories.edn.UnreadableHistoryException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Judges recorded histories. */
@Command(name = "check", mixinStandardHelpOptions = true, versionProvider = BuildVersion.class, sortOptions = false,
        description = {"Judges histories: whether what clients saw is what was promised to them.", "",
            "A history is a file of EDN, one operation a line, as 'sim --history' writes it, and as Jepsen's Kafka",
            "workload, Elle and Knossos have them. What is judged follows from its operations: sends and polls of",
            "partitions, members and offsets of groups, registers, transactions on lists, sets, and queues.", ""},
        footer = {"", "For each file there is one line on standard output: the file, 'valid', 'invalid' or 'unknown',",
            "and how much was judged. What is wrong is told on standard error, with the operations concerned.", "",
            "Exit status: 0 all histories are valid, 1 one is not, 2 usage, or a file is no history (the line is",
            "named), 5 the checker failed, or could not decide ('unknown'). The worst file counts, in the order",
            "2, 1, 5, 0."})
final class CheckCommand implements Callable<Integer> {

    private static final int MAX_TOLD = 10;
    private static final int MAX_OPERATIONS_TOLD = 30;
    private static final int MAX_CHARACTERS_TOLD = 1000;

    @Spec
    private CommandSpec spec;

    @Option(names = "--split", paramLabel = "DIR",
            description = {"Writes the history to files in DIR as well, one for each checker of others:",
                "partitions.edn for Jepsen, register-NAME.edn for Knossos, lists.edn for Elle. For one FILE."})
    private Path splitDirectory;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "The histories to judge.")
    private List<Path> files;

    @Override
    public Integer call() {
        if (splitDirectory != null && files.size() > 1) {
            throw new ParameterException(spec.commandLine(), "--split takes one FILE");
        }
        int worst = ExitStatus.OK;
        for (Path file : files) {
            int status = check(file);
            worst = rank(status) > rank(worst) ? status : worst;
        }
        if (splitDirectory != null && worst != ExitStatus.USAGE) {
            split(files.get(0));
        }
        return worst;
    }

    private void split(Path file) {
        try (InputStream in = Files.newInputStream(file);
                HistorySplitter splitter = new HistorySplitter(splitDirectory)) {
            HistoryReader.read(in, splitter);
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), "--split " + splitDirectory + ": it cannot be written ("
                    + e + ")");
        }
    }

    private static int rank(int status) {
        return switch (status) {
            case ExitStatus.USAGE -> 3;
            case ExitStatus.VIOLATION -> 2;
            case ExitStatus.FAILURE -> 1;
            default -> 0;
        };
    }

    private int check(Path file) {
        PrintWriter err = spec.commandLine().getErr();
        HistoryChecker checker = new HistoryChecker();
        try (InputStream in = Files.newInputStream(file)) {
            HistoryReader.read(in, checker);
            return tell(file, checker.finish());
        } catch (NoSuchFileException e) {
            err.println(file + ": there is no such file");
        } catch (UnreadableHistoryException | UnjudgeableHistoryException e) {
            err.println(file + ": " + e.getMessage());
        } catch (IOException e) {
            err.println(file + ": it cannot be read (" + e.getMessage() + ")");
        }
        err.flush();
        return ExitStatus.USAGE;
    }

    private int tell(Path file, HistoryVerdict verdict) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        String judged = verdict.judged().isEmpty() ? "" : " on " + String.join(" and ", verdict.judged());
        out.println(file + ": " + verdict.outcome().word() + ", " + verdict.operations() + " entries" + judged);
        out.flush();
        explain(file, verdict);
        return switch (verdict.outcome()) {
            case VALID -> ExitStatus.OK;
            case INVALID -> ExitStatus.VIOLATION;
            case UNKNOWN -> ExitStatus.FAILURE;
        };
    }

    private void explain(Path file, HistoryVerdict verdict) throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        List<Violation> told = verdict.violations().stream().limit(MAX_TOLD).toList();
        Map<Long, String> lines = linesOf(file, told);
        for (Violation violation : told) {
            String key = violation.key() == Violation.NO_KEY ? "" : " of key " + violation.key();
            err.println("  " + violation.anomaly() + key + ": " + violation.what());
            violation.operations().stream().limit(MAX_OPERATIONS_TOLD)
                    .forEach(index -> err.println("    " + lines.get(index)));
        }
        if (verdict.total() > told.size()) {
            err.println("  and " + (verdict.total() - told.size()) + " more");
        }
        verdict.undecided().forEach(why -> err.println("  unknown: " + why));
        err.flush();
    }

    /** Entries are not kept while a history is judged, so those that are wanted are read again. */
    private static Map<Long, String> linesOf(Path file, List<Violation> violations) throws IOException {
        Map<Long, String> lines = new TreeMap<>();
        violations.forEach(violation -> violation.operations().stream().limit(MAX_OPERATIONS_TOLD)
                .forEach(index -> lines.put(index, "")));
        if (!lines.isEmpty()) {
            try (InputStream in = Files.newInputStream(file)) {
                HistoryReader.read(in, op -> lines.computeIfPresent(op.index(), (index, none) -> text(op)));
            }
        }
        return lines;
    }

    private static String text(Op op) {
        String text = HistoryWriter.text(op);
        return text.length() <= MAX_CHARACTERS_TOLD ? text : text.substring(0, MAX_CHARACTERS_TOLD) + " ...";
    }
}
