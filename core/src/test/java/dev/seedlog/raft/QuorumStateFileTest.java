package dev.seedlog.raft;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.seedlog.base.Uuid;
import dev.seedlog.base.json.JsonException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuorumStateFileTest {

    private static final Uuid DIRECTORY = Uuid.parse("J8aAPcfLQt2bqs1JT_rMgQ");
    private static final VoterSet VOTERS = new VoterSet(List.of(Voter.of(ReplicaKey.of(2), Endpoints.NONE),
            Voter.of(ReplicaKey.of(1), Endpoints.NONE)));

    @Test
    void versionZeroIsWrittenAsKafkaWritesIt() {
        assertEquals("{\"clusterId\":\"\",\"leaderId\":1,\"leaderEpoch\":2,\"votedId\":-1,\"appliedOffset\":0,"
                + "\"currentVoters\":[{\"voterId\":1},{\"voterId\":2}],\"data_version\":0}",
                new String(QuorumStateFile.write(new QuorumState(2, 1, ReplicaKey.NONE), 0, VOTERS), UTF_8));
    }

    @Test
    void versionOneSaysTheDirectoryOfTheVote() {
        assertEquals("{\"leaderId\":-1,\"leaderEpoch\":2,\"votedId\":1,\"votedDirectoryId\":\"J8aAPcfLQt2bqs1JT_rMgQ\","
                + "\"data_version\":1}", new String(QuorumStateFile.write(
                        new QuorumState(2, -1, new ReplicaKey(1, DIRECTORY)), 1, VOTERS), UTF_8));
    }

    @Test
    void bothVersionsComeBack() {
        QuorumState state = new QuorumState(7, 3, new ReplicaKey(1, DIRECTORY));
        assertEquals(state, QuorumStateFile.read(QuorumStateFile.write(state, 1, VOTERS)));
        assertEquals(new QuorumState(7, 3, ReplicaKey.of(1)),
                QuorumStateFile.read(QuorumStateFile.write(state, 0, VOTERS)));
        assertEquals(QuorumState.INITIAL, QuorumStateFile.read(QuorumStateFile.write(QuorumState.INITIAL, 1, VOTERS)));
    }

    @Test
    void onlyTheFirstLineCounts() {
        assertEquals(new QuorumState(5, -1, ReplicaKey.NONE), QuorumStateFile.read(("{\"leaderId\":-1,"
                + "\"leaderEpoch\":5,\"votedId\":-1,\"votedDirectoryId\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"data_version\":1}"
                + "\n")
                .getBytes(UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "[]", "{}", "{\"leaderId\":1,\"leaderEpoch\":2,\"votedId\":-1}",
        "{\"leaderId\":1,\"leaderEpoch\":2,\"votedId\":-1,\"data_version\":2}",
        "{\"leaderId\":1,\"leaderEpoch\":-2,\"votedId\":-1,\"data_version\":0}",
        "{\"leaderId\":1,\"leaderEpoch\":4294967296,\"votedId\":-1,\"data_version\":0}",
        "{\"leaderId\":\"1\",\"leaderEpoch\":2,\"votedId\":-1,\"data_version\":0}",
        "{\"leaderId\":1,\"leaderEpoch\":2,\"votedId\":1,\"data_version\":1}",
        "{\"leaderId\":1,\"leaderEpoch\":2,\"votedId\":1,\"votedDirectoryId\":\"short\",\"data_version\":1}",
        "{\"leaderId\":1,\"leaderEpoch\":2,\"votedId\":-1,\"data_vers"})
    void whatCannotBeBelievedIsRefused(String text) {
        assertThrows(JsonException.class, () -> QuorumStateFile.read(text.getBytes(UTF_8)));
    }
}
