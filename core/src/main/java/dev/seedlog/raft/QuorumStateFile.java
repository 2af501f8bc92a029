package dev.seedlog.raft;

import dev.seedlog.base.Uuid;
import dev.seedlog.base.json.JsonException;
import dev.seedlog.base.json.JsonObject;
import dev.seedlog.base.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The text of the file {@code quorum-state}, as Kafka writes and reads it: one line of JSON, the fields of
 * QuorumStateData and {@code data_version}. Version 0 belongs to kraft.version 0 and knows voters by id alone;
 * version 1 belongs to kraft.version 1 and says the directory that a vote was given to (KIP-853).
 *
 * <p>To write it: the text into {@link #TEMPORARY_NAME}, force that, rename it to {@link #NAME}, force the directory.
 */
public final class QuorumStateFile {

    /** The file's name, in the directory of {@code __cluster_metadata-0}. */
    public static final String NAME = "quorum-state";

    /** What the file is called until it is whole. */
    public static final String TEMPORARY_NAME = "quorum-state.tmp";

    /** Larger files are not ours: a line of this kind has some hundred characters. */
    public static final int MAX_SIZE_BYTES = 65_536;

    private static final int HIGHEST_VERSION = 1;
    private static final String DATA_VERSION = "data_version";

    private QuorumStateFile() {
    }

    /**
     * The file's bytes.
     *
     * @param kraftVersion 0 or 1
     * @param voters who votes; version 0 lists them
     */
    public static byte[] write(QuorumState state, int kraftVersion, VoterSet voters) {
        JsonObject json = new JsonObject();
        if (kraftVersion == 0) {
            json.put("clusterId", "");
        }
        json.put("leaderId", state.leaderId()).put("leaderEpoch", state.epoch()).put("votedId", state.voted().id());
        if (kraftVersion == 0) {
            List<JsonObject> currentVoters = new ArrayList<>();
            for (Voter voter : voters.voters()) {
                currentVoters.add(new JsonObject().put("voterId", voter.key().id()));
            }
            json.put("appliedOffset", 0).put("currentVoters", currentVoters);
        } else {
            json.put("votedDirectoryId", state.voted().directoryId().toString());
        }
        json.put(DATA_VERSION, kraftVersion);
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads the file's bytes, of either version.
     *
     * @throws JsonException if they are not a quorum state that can be believed
     */
    public static QuorumState read(byte[] bytes) {
        if (bytes.length > MAX_SIZE_BYTES) {
            throw new JsonException("a quorum-state of " + bytes.length + " bytes");
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        int lineEnd = text.indexOf('\n');
        JsonObject json = JsonReader.readObject(lineEnd < 0 ? text : text.substring(0, lineEnd));
        long version = json.number(DATA_VERSION, 0, HIGHEST_VERSION);
        int epoch = (int) json.number("leaderEpoch", 0, Integer.MAX_VALUE);
        int leaderId = (int) json.number("leaderId", -1, Integer.MAX_VALUE);
        int votedId = (int) json.number("votedId", -1, Integer.MAX_VALUE);
        return new QuorumState(epoch, leaderId, votedId < 0 ? ReplicaKey.NONE
                : new ReplicaKey(votedId, version == 0 ? Uuid.ZERO : directory(json)));
    }

    private static Uuid directory(JsonObject json) {
        try {
            return Uuid.parse(json.text("votedDirectoryId"));
        } catch (IllegalArgumentException e) {
            throw new JsonException("'votedDirectoryId': " + e.getMessage());
        }
    }
}
