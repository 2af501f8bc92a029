package dev.seedlog.broker;

import dev.seedlog.base.Uuid;
import dev.seedlog.broker.shard.ApiRouting;
import dev.seedlog.broker.shard.ShardPost;
import dev.seedlog.env.DiskDone;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.log.DirectoryOwner;
import dev.seedlog.log.DirectoryShare;
import dev.seedlog.log.LogDirectoryOffline;
import dev.seedlog.log.LogReport;
import dev.seedlog.log.TopicPartition;
import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.Long2ObjectHashMap;

/** The log directories on a shard that does not own them, and its way to the one that does. */
final class SharedDirectories {

    private final ShardPost post;
    private final List<DirectoryShare> all = new ArrayList<>();
    private final Long2ObjectHashMap<DiskDone> waiting = new Long2ObjectHashMap<>();
    private long lastNumber;

    /** Shares in these. */
    SharedDirectories(ShardEnv env, ShardPost post, List<ControlMail.Directory> directories, int mostOpenFiles,
                      DirectoryShare.Listener listener) {
        this.post = post;
        for (ControlMail.Directory directory : directories) {
            Uuid id = directory.id() == null ? Uuid.ZERO : directory.id();
            DirectoryShare share = new DirectoryShare(env, directory.path(), id, directory.logs(), mostOpenFiles,
                    new Owner(directory.path()), listener);
            all.add(share);
            if (directory.offline() != null) {
                share.wentOffline(directory.offline());
            }
        }
    }

    /** In the order of log.dirs. */
    List<DirectoryShare> all() {
        return all;
    }

    /** Takes what the owner tells. */
    void onMail(ControlMail mail) {
        if (mail instanceof ControlMail.Checkpointed done) {
            waiting.remove(done.number()).onDone(done.failure());
        } else if (mail instanceof ControlMail.Offline offline) {
            for (DirectoryShare share : all) {
                if (share.path().equals(offline.path())) {
                    share.wentOffline(offline.reason());
                }
            }
        }
    }

    /** Closes the logs of this shard in all of them. */
    void closeCleanly(Runnable done) {
        int[] open = {all.size() + 1};
        Runnable oneClosed = () -> {
            if (--open[0] == 0) {
                done.run();
            }
        };
        all.forEach(share -> share.closeCleanly(oneClosed));
        oneClosed.run();
    }

    /** The owner of one directory. */
    private final class Owner implements DirectoryOwner {
        private final String path;

        private Owner(String path) {
            this.path = path;
        }

        @Override
        public void report(List<LogReport> reports) {
            tell(new ControlMail.Reports(path, List.copyOf(reports)));
        }

        @Override
        public void checkpoint(LogReport report, DiskDone done) {
            waiting.put(++lastNumber, done);
            tell(new ControlMail.Checkpoint(lastNumber, path, report));
        }

        @Override
        public void cleaned(TopicPartition partition, long offset, DiskDone done) {
            waiting.put(++lastNumber, done);
            tell(new ControlMail.Cleaned(lastNumber, path, partition, offset));
        }

        @Override
        public void forget(TopicPartition partition) {
            tell(new ControlMail.Forgotten(path, partition));
        }

        @Override
        public void failed(LogDirectoryOffline reason) {
            tell(new ControlMail.Offline(path, reason));
        }

        private void tell(ControlMail mail) {
            post.send(ApiRouting.FIRST_SHARD, mail);
        }
    }
}
