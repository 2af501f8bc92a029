package dev.seedlog.broker;

import dev.seedlog.base.HostPort;
import dev.seedlog.broker.connection.ConnectionCounts;
import dev.seedlog.broker.connection.ServedApis;
import dev.seedlog.broker.shard.MetadataGate;
import dev.seedlog.broker.shard.ShardPost;
import dev.seedlog.env.DiskDone;
import dev.seedlog.env.DiskException;
import dev.seedlog.log.FoundLogs;
import dev.seedlog.log.LogDirectory;
import dev.seedlog.log.LogDirectoryOffline;
import dev.seedlog.log.LogReport;
import dev.seedlog.log.TopicPartition;
import dev.seedlog.metadata.MetadataDelta;
import dev.seedlog.metadata.MetadataImage;
import dev.seedlog.replica.PartitionOwners;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The node's other shards, as the first one leads them: each step is done when all of them have done it. Without
 * others, each is done at once.
 */
final class OtherShards {

    private final ShardPost post;
    private final NodeDirectories directories;
    private final ConnectionCounts counts;
    private final MetadataGate gate;
    private int waitingFor;
    private Runnable whenAllDid;
    private boolean following;
    private boolean closing;
    private boolean failing;

    OtherShards(ShardPost post, NodeDirectories directories, ConnectionCounts counts) {
        this.post = post;
        this.directories = directories;
        this.counts = counts;
        this.gate = new MetadataGate(post.count());
    }

    /** Has them load their logs. */
    void load(MetadataImage image, long offset, Runnable done) {
        begin(done);
        for (int shard = 1; shard < post.count(); shard++) {
            PartitionOwners owners = new PartitionOwners(shard, post.count());
            List<ControlMail.Directory> shares = new ArrayList<>();
            for (LogDirectory directory : directories.data()) {
                shares.add(shareOf(directory, owners));
            }
            post.send(shard, new ControlMail.Load(image, offset, shares));
        }
        endIfAllDid();
    }

    private static ControlMail.Directory shareOf(LogDirectory directory, PartitionOwners owners) {
        FoundLogs logs = FoundLogs.none();
        if (!directory.health().isOnline()) {
            return new ControlMail.Directory(directory.path(), null, directory.health().reason(), logs);
        }
        for (TopicPartition partition : directory.partitions()) {
            if (owners.here(partition.topic(), partition.partition())) {
                logs.add(directory, partition);
            }
        }
        return new ControlMail.Directory(directory.path(), directory.directoryId(), null, logs);
    }

    /** Has them follow the metadata, and share the listeners. */
    void follow(MetadataImage image, long offset, Map<String, HostPort> listeners, List<ServedApis.Offer<?>> offers,
                Runnable done) {
        begin(done);
        following = true;
        post.sendToOthers(new ControlMail.Follow(image, offset, new LinkedHashMap<>(listeners), offers));
        endIfAllDid();
    }

    /** Tells them of new metadata, if they follow it. */
    void onMetadata(MetadataImage image, MetadataDelta delta, long offset) {
        if (following) {
            post.sendToOthers(new ControlMail.Changed(image, delta, offset, gate.changed()));
        }
    }

    /** What tells of new metadata passes it when all have that. */
    MetadataGate gate() {
        return gate;
    }

    /** Has them hear their clients. */
    void serve() {
        post.sendToOthers(new ControlMail.Serve());
    }

    /** Tells them that a directory is offline. */
    void directoryOffline(String path, LogDirectoryOffline reason) {
        post.sendToOthers(new ControlMail.Offline(path, reason));
    }

    /** Has them end their clients and close their logs. A step that is under way is given up. */
    void close(Runnable done) {
        begin(done);
        following = false;
        closing = true;
        gate.open();
        post.sendToOthers(new ControlMail.Close());
        endIfAllDid();
    }

    /**
     * Has what they have answered leave before the node ends in failure. A step that is under way is given up.
     *
     * @param done called once, when that is so
     */
    void sayLastWords(Runnable done) {
        begin(done);
        following = false;
        failing = true;
        gate.open();
        post.sendToOthers(new ControlMail.LastWords());
        endIfAllDid();
    }

    private void begin(Runnable done) {
        waitingFor = post.count() - 1;
        whenAllDid = done;
    }

    /** One has done a step, which may have been given up meanwhile. */
    private void oneDid(boolean ofThisStep) {
        if (ofThisStep) {
            waitingFor--;
            endIfAllDid();
        }
    }

    private void endIfAllDid() {
        if (waitingFor == 0 && whenAllDid != null) {
            Runnable done = whenAllDid;
            whenAllDid = null;
            done.run();
        }
    }

    /** Takes what another shard tells. */
    void onMail(int from, ControlMail mail) {
        if (mail instanceof ControlMail.Loaded || mail instanceof ControlMail.Following) {
            oneDid(!closing && !failing);
        } else if (mail instanceof ControlMail.Closed) {
            oneDid(!failing);
        } else if (mail instanceof ControlMail.Said) {
            oneDid(true);
        } else if (mail instanceof ControlMail.Flush) {
            post.send(from, new ControlMail.Flushed());
        } else if (mail instanceof ControlMail.Applied applied) {
            gate.seen(from, applied.number());
        } else if (mail instanceof ControlMail.Arrived client) {
            post.send(from, new ControlMail.Admitted(client.number(), counts.admit(client.address())));
        } else if (mail instanceof ControlMail.Left client) {
            counts.left(client.address());
        } else {
            onDirectoryMail(from, mail);
        }
    }

    private void onDirectoryMail(int from, ControlMail mail) {
        if (mail instanceof ControlMail.Reports told) {
            LogDirectory directory = directories.at(told.path());
            for (LogReport report : told.reports()) {
                directory.report(report.partition(), report.offsets());
            }
        } else if (mail instanceof ControlMail.Checkpoint asked) {
            LogDirectory directory = directories.at(asked.path());
            directory.report(asked.report().partition(), asked.report().offsets());
            whenDurable(from, asked.number(), directory, directory::checkpoint);
        } else if (mail instanceof ControlMail.Cleaned log) {
            LogDirectory directory = directories.at(log.path());
            whenDurable(from, log.number(), directory, done -> directory.cleaned(log.partition(), log.offset(), done));
        } else if (mail instanceof ControlMail.Forgotten gone) {
            directories.at(gone.path()).forget(gone.partition());
        } else if (mail instanceof ControlMail.Offline failed) {
            directories.at(failed.path()).health().goOffline(failed.reason().getMessage(), failed.reason());
        }
    }

    /** Answers when what the directory writes is durable, or will never be. */
    private void whenDurable(int from, long number, LogDirectory directory, Consumer<DiskDone> write) {
        try {
            write.accept(failure -> post.send(from, new ControlMail.Checkpointed(number, failure)));
        } catch (LogDirectoryOffline e) {
            post.send(from, new ControlMail.Checkpointed(number,
                    new DiskException(DiskException.Kind.IO_ERROR, directory.path(), "the directory is offline", e)));
        } catch (DiskException e) {
            directory.health().fail("writing a checkpoint", e);
            post.send(from, new ControlMail.Checkpointed(number, e));
        }
    }
}
