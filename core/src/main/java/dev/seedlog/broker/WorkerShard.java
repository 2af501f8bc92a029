package dev.seedlog.broker;

import dev.seedlog.base.Invariant;
import dev.seedlog.base.config.NodeConfig;
import dev.seedlog.broker.shard.ApiRouting;
import dev.seedlog.broker.shard.ShardPost;
import dev.seedlog.env.NetworkException;
import dev.seedlog.env.NodeControl;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.ShardMessage;
import dev.seedlog.env.ShardProgram;
import dev.seedlog.metadata.MetadataImage;
import dev.seedlog.record.CodecInstances;
import dev.seedlog.record.Codecs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A shard of a node that is not its first: it has partitions, coordinators and clients, and does what the first shard
 * tells it ({@link WorkerStage}).
 */
final class WorkerShard implements ShardProgram {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerShard.class);

    private final NodeConfig config;
    private final ShardEnv env;
    private final NodeControl control;
    private final Codecs codecs;
    private final ShardPost post;
    private final RemoteAdmission admission;
    private final RemoteReplicaRequests controller;
    private WorkerStage stage = WorkerStage.NEW;
    private MetadataImage image = MetadataImage.EMPTY;
    private long metadataOffset = -1;
    private SharedDirectories directories;
    private DataPlane data;
    private ShardServing serving;
    private int unflushed;

    WorkerShard(NodeConfig config, CodecInstances instances, ShardEnv env, NodeControl control) {
        this.config = config;
        this.env = env;
        this.control = control;
        this.codecs = new Codecs(instances);
        this.post = new ShardPost(env.shards(), this::onMessage);
        this.admission = new RemoteAdmission(post);
        this.controller = new RemoteReplicaRequests(post);
    }

    @Override
    public void start() {
        // The first shard begins.
    }

    @Override
    public void onMail(int fromShard, ShardMessage message) {
        post.onMail(fromShard, message);
    }

    private void onMessage(int from, ShardMessage message) {
        if (message instanceof ControlMail mail) {
            onControl(from, mail);
        } else {
            Invariant.check(serving != null && serving.onMessage(from, message), "broker-shard-mail",
                    "a shard that is not ready is asked nothing");
        }
    }

    private void onControl(int from, ControlMail mail) {
        if (mail instanceof ControlMail.Close) {
            close();
        } else if (mail instanceof ControlMail.LastWords) {
            sayLastWords();
        } else if (mail instanceof ControlMail.Flush) {
            post.send(from, new ControlMail.Flushed());
        } else if (mail instanceof ControlMail.Flushed) {
            oneFlushed();
        } else if (stage == WorkerStage.CLOSING && !(mail instanceof ControlMail.Checkpointed)
                && !(mail instanceof ControlMail.Offline)) {
            return;
        } else if (mail instanceof ControlMail.Load load) {
            load(load);
        } else if (mail instanceof ControlMail.Follow follow) {
            follow(follow);
        } else if (mail instanceof ControlMail.Changed changed) {
            image = changed.image();
            metadataOffset = changed.offset();
            data.onMetadata(changed.image(), changed.delta());
            tellFirst(new ControlMail.Applied(changed.number()));
        } else if (mail instanceof ControlMail.Serve) {
            become(WorkerStage.SERVING);
            serving.clients().serve();
        } else if (mail instanceof ControlMail.Admitted admitted) {
            admission.onMail(admitted);
        } else if (mail instanceof ControlMail.ControllerSays said) {
            controller.onMail(said);
        } else if (directories != null) {
            directories.onMail(mail);
        }
    }

    private void load(ControlMail.Load load) {
        become(WorkerStage.LOADING);
        image = load.image();
        metadataOffset = load.offset();
        directories = new SharedDirectories(env, post, load.directories(),
                config.mostOpenFiles(env.shards().count()), (share, reason) -> {
            if (data != null) {
                data.replicas().directoryOffline(share);
            }
        });
        data = new DataPlane(env, config, directories.all(), () -> image, codecs, controller,
                this::loaded);
        data.recovery().start(data.owners());
    }

    private void loaded() {
        if (stage == WorkerStage.LOADING) {
            become(WorkerStage.LOADED);
            tellFirst(new ControlMail.Loaded());
        }
    }

    private void follow(ControlMail.Follow follow) {
        become(WorkerStage.FOLLOWING);
        image = follow.image();
        metadataOffset = follow.offset();
        serving = new ShardServing(env, config, data, () -> image, () -> metadataOffset, post);
        serving.begin(follow.offers(), admission);
        shareListeners(follow);
        data.start(image);
        tellFirst(new ControlMail.Following());
    }

    private void shareListeners(ControlMail.Follow follow) {
        try {
            follow.listeners().forEach(serving.clients()::share);
        } catch (NetworkException e) {
            // The first shard has closed them meanwhile: the node stops.
            LOG.debug("{}", e.getMessage());
        }
    }

    /** What this shard has answered to clients of others has left when those have done with all that it sent them. */
    private void sayLastWords() {
        unflushed = post.count() - 1;
        post.sendToOthers(new ControlMail.Flush());
    }

    private void oneFlushed() {
        if (--unflushed == 0) {
            tellFirst(new ControlMail.Said());
        }
    }

    private void close() {
        become(WorkerStage.CLOSING);
        if (serving != null) {
            serving.close();
        }
        if (data == null) {
            closed();
        } else {
            data.stop();
            directories.closeCleanly(this::closed);
        }
    }

    private void closed() {
        become(WorkerStage.CLOSED);
        tellFirst(new ControlMail.Closed());
        codecs.close();
        control.stopped();
    }

    private void tellFirst(ControlMail mail) {
        post.send(ApiRouting.FIRST_SHARD, mail);
    }

    @Override
    public void endTurn() {
        if (data != null) {
            data.replicas().endTurn();
        }
        if (serving != null) {
            serving.endTurn();
        }
        post.endTurn();
        if (serving != null) {
            serving.mailLeft();
        }
    }

    @Override
    public void stop() {
        // The first shard says when: it has to hand over what the node leads before.
    }

    private void become(WorkerStage next) {
        Invariant.check(stage.canBecome(next), "broker-shard-stage", "a shard goes from " + stage + " to " + next);
        stage = next;
    }
}
