package dev.seedlog.broker;

import dev.seedlog.base.config.ConfigException;
import dev.seedlog.base.config.ListenerConfig;
import dev.seedlog.base.config.NodeConfig;
import dev.seedlog.broker.quorum.Formatting;
import dev.seedlog.broker.quorum.MetadataBootstrap;
import dev.seedlog.broker.quorum.QuorumSettings;
import dev.seedlog.broker.quorum.QuorumTools;
import dev.seedlog.env.DiskException;
import dev.seedlog.env.NodeControl;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.ShardMessage;
import dev.seedlog.env.ShardProgram;
import dev.seedlog.log.CorruptFileException;
import dev.seedlog.log.LogDirectory;
import dev.seedlog.log.LogDirectoryOffline;
import dev.seedlog.raft.Endpoints;
import dev.seedlog.record.CodecInstances;
import dev.seedlog.record.Codecs;
import java.util.ArrayList;
import java.util.List;

/** Formats a node's directories: names their cluster, and writes what the metadata begins with. Then it ends. */
final class FormatShard implements ShardProgram, NodeDirectories.Listener {

    private static final int CONFIGURATION = 2;
    private static final int FAILURE = 5;
    private static final long NO_EPOCH = -1;

    private final NodeConfig config;
    private final FormatProgram.FormatOptions options;
    private final Formatting formatting;
    private final ShardEnv env;
    private final NodeControl control;
    private final Codecs codecs;
    private final NodeDirectories directories;
    private boolean failed;

    FormatShard(NodeConfig config, CodecInstances instances, FormatProgram.FormatOptions options,
                Formatting formatting, ShardEnv env, NodeControl control) {
        this.config = config;
        this.options = options;
        this.formatting = formatting;
        this.env = env;
        this.control = control;
        this.codecs = new Codecs(instances);
        this.directories = new NodeDirectories(env, config, this);
    }

    @Override
    public void start() {
        guarded(() -> {
            if (directories.identify()) {
                requireSame();
            } else {
                directories.join(options.clusterId());
            }
            directories.open();
        });
    }

    /** What is formatted is left alone if that is wanted, and it is of the same cluster. */
    private void requireSame() {
        if (!options.ignoreFormatted()) {
            throw new ConfigException("a log directory is formatted already, for cluster " + directories.clusterId()
                    + "; --ignore-formatted leaves such as they are");
        }
        if (!directories.clusterId().equals(options.clusterId())) {
            throw new ConfigException("a log directory is formatted already, for cluster " + directories.clusterId()
                    + ", not " + options.clusterId());
        }
    }

    @Override
    public void onAllOpen() {
        if (failed) {
            return;
        }
        if (formatting == Formatting.NONE) {
            close();
            return;
        }
        guarded(() -> MetadataBootstrap.prepare(env, directories.metadata(),
                QuorumSettings.of(config, options.clusterId(), endpoints()), QuorumTools.of(codecs, env.timers()),
                formatting, options.features(), records -> close(), this::fail));
    }

    /** What is written of the voters is where they are told to be found: a port that is drawn is no such place. */
    private Endpoints endpoints() {
        List<Endpoints.Endpoint> endpoints = new ArrayList<>();
        for (ListenerConfig listener : config.listeners()) {
            if (listener.controller()) {
                if (formatting == Formatting.VOTER && config.voters().isEmpty()
                        && (listener.advertised().port() == 0 || listener.advertised().host().isEmpty())) {
                    throw new ConfigException("listeners: the listener " + listener.name() + " of the only voter needs"
                            + " a host and a port, so that others find it");
                }
                endpoints.add(new Endpoints.Endpoint(listener.name(), listener.advertised()));
            }
        }
        return new Endpoints(endpoints);
    }

    private void close() {
        int[] open = {directories.all().size()};
        for (LogDirectory directory : directories.all()) {
            guarded(() -> directory.closeCleanly(NO_EPOCH, () -> {
                if (--open[0] == 0) {
                    codecs.close();
                    control.stopped();
                }
            }));
        }
    }

    @Override
    public void onDirectoryOffline(LogDirectory directory, LogDirectoryOffline reason) {
        fail(reason.getMessage());
    }

    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (ConfigException | IllegalStateException e) {
            end(CONFIGURATION, e.getMessage());
        } catch (CorruptFileException | DiskException | LogDirectoryOffline e) {
            end(FAILURE, e.getMessage());
        }
    }

    private void fail(String why) {
        end(FAILURE, why);
    }

    private void end(int status, String why) {
        if (!failed) {
            failed = true;
            control.fatal(status, why);
        }
    }

    @Override
    public void onMail(int fromShard, ShardMessage message) {
        throw new IllegalStateException("nobody sends anything");
    }

    @Override
    public void endTurn() {
        // Each step writes what it has to.
    }

    @Override
    public void stop() {
        end(FAILURE, "formatting was interrupted");
    }
}
