package dev.seedlog.cli;

import dev.seedlog.base.HostPort;
import dev.seedlog.base.Uuid;
import dev.seedlog.base.config.ConfigException;
import dev.seedlog.base.config.NodeConfig;
import dev.seedlog.broker.FormatProgram;
import dev.seedlog.log.CorruptFileException;
import dev.seedlog.log.MetaProperties;
import dev.seedlog.real.NodeListener;
import dev.seedlog.real.RealNode;
import dev.seedlog.real.RealNodeOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;

/** Formats directories of this machine. */
final class Formatter {

    private static final long TIMEOUT_MS = 60_000;

    private Formatter() {
    }

    /**
     * Formats a node's directories.
     *
     * @throws ConfigException if they must not be formatted
     * @throws IOException if it fails
     */
    static void format(NodeConfig config, FormatProgram program) throws IOException {
        Ending ending = new Ending();
        try (RealNode node = RealNode.start(RealNodeOptions.named("format-" + config.nodeId()), program, ending)) {
            if (!node.awaitEnd(TIMEOUT_MS)) {
                throw new IOException("formatting did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("formatting was interrupted", e);
        }
        if (ending.reason != null && ending.status == ExitStatus.USAGE) {
            throw new ConfigException(ending.reason);
        } else if (ending.reason != null) {
            throw new IOException(ending.reason);
        }
    }

    /** The cluster that some of these nodes belong to, or a new one. */
    static String clusterIdOf(List<NodeConfig> nodes) throws IOException {
        for (NodeConfig node : nodes) {
            Path file = Path.of(node.metadataLogDir(), "meta.properties");
            if (Files.exists(file)) {
                try {
                    return MetaProperties.decode(file.toString(), Files.readAllBytes(file)).clusterId();
                } catch (CorruptFileException e) {
                    throw new IOException(e.getMessage(), e);
                }
            }
        }
        SecureRandom random = new SecureRandom();
        String id;
        do {
            id = new Uuid(random.nextLong(), random.nextLong()).toString();
            // A leading dash would look like an option on a command line.
        } while (id.startsWith("-"));
        return id;
    }

    /** What became of it. */
    private static final class Ending implements NodeListener {
        private volatile int status = ExitStatus.OK;
        private volatile String reason;

        @Override
        public void ready(HostPort bootstrap) {
            // It serves nobody.
        }

        @Override
        public void fatal(int exitStatus, String why) {
            status = exitStatus;
            reason = why;
        }

        @Override
        public void stopped() {
            // The node's end says so.
        }
    }
}
