package dev.seedlog.histories.group;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seedlog.histories.Lines;
import dev.seedlog.histories.Violation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each way in which a group breaks its promises, and beside it one that nearly does. */
class GroupCheckerTest {

    private static final String BREACH = "n info breach {:key 0, :generation 1, :reason :power-cut, :durable-end 0}";
    private static final String DELETE = "9 delete-group {:group \"g\"} -> {:group \"g\", :keys []}";
    private static final String A_1 = assigned(0, "a", 1, "0");
    private static final String B_1 = assigned(1, "b", 1, "1");
    private static final String B_2 = assigned(1, "b", 2, "0");

    private static List<Violation> violations(String... lines) {
        GroupChecker checker = new GroupChecker();
        Lines.feed(checker, lines);
        return checker.finish();
    }

    private static void valid(String... lines) {
        assertEquals(List.of(), violations(lines));
    }

    private static void shows(String anomaly, String... lines) {
        List<Violation> found = violations(lines);
        assertEquals(List.of(anomaly), found.stream().map(Violation::anomaly).distinct().toList(), found.toString());
    }

    private static String member(String member, int generation, String more) {
        return "{:group \"g\", :member \"" + member + "\", :generation " + generation + more + "}";
    }

    private static String assigned(int process, String member, int generation, String keys) {
        return process + " group-assign " + member(member, generation, "") + " -> "
                + member(member, generation, ", :keys [" + keys + "]");
    }

    private static String revoked(int process, String member, int generation, String keys) {
        String value = member(member, generation, ", :keys [" + keys + "]");
        return process + " group-revoke " + value + " -> " + value;
    }

    private static String commit(int process, String type, String member, int generation, int offset) {
        String value = "commit " + member(member, generation, ", :offsets {0 " + offset + "}");
        return type.equals("ok") ? process + " " + value + " -> " + value.substring("commit ".length())
                : process + " " + type + " " + value;
    }

    private static String fetched(int process, String member, int generation, String offset) {
        return process + " fetch-committed " + member(member, generation, ", :keys [0]") + " -> "
                + member(member, generation, ", :offsets {0 " + offset + "}");
    }

    @Test
    void aGroupThatKeepsItsPromisesIsValid() {
        valid(A_1, B_1, fetched(0, "a", 1, "nil"), commit(0, "ok", "a", 1, 5), commit(0, "ok", "a", 1, 7),
                revoked(0, "a", 1, "0"), B_2, fetched(1, "b", 2, "7"), commit(1, "ok", "b", 2, 8));
    }

    @Test
    void aPartitionHasOneOwnerInAGeneration() {
        shows("group-overlap", A_1, assigned(1, "b", 1, "0"));
        valid(A_1, B_2);
        valid(A_1, B_1);
        valid(A_1, revoked(0, "a", 1, "0"), assigned(1, "b", 1, "0"));
        valid(A_1, assigned(0, "a", 1, "0"));
    }

    @Test
    void aGroupThatWasDeletedOrEndedBeginsItsGenerationsAnew() {
        valid(A_1, DELETE, assigned(1, "b", 1, "0"));
        valid(A_1, "0 invoke crash nil", "0 info crash nil", assigned(1, "b", 1, "0"));
        shows("group-overlap", A_1, "3 invoke crash nil", "3 info crash nil", assigned(1, "b", 1, "0"));
    }

    @Test
    void aMembersGenerationNeverGoesBack() {
        shows("nonmonotonic-generation", B_2, B_1);
        valid(B_1, B_2);
        valid(B_2, assigned(0, "a", 1, "1"));
    }

    @Test
    void noCommitOfAnEarlierGenerationSucceeds() {
        shows("stale-commit", A_1, B_2, commit(0, "ok", "a", 1, 5));
        valid(A_1, B_2, commit(0, "invoke", "a", 1, 5), commit(0, "fail", "a", 1, 5));
        valid(A_1, commit(0, "invoke", "a", 1, 5), B_2, commit(0, "ok", "a", 1, 5).replaceFirst(" commit .* -> ",
                " ok commit "));
        valid(B_2, DELETE, A_1, commit(0, "ok", "a", 1, 5));
    }

    @Test
    void aCommittedOffsetDoesNotGoBack() {
        shows("nonmonotonic-commit", A_1, commit(0, "ok", "a", 1, 5), commit(0, "ok", "a", 1, 4));
        valid(A_1, commit(0, "ok", "a", 1, 5), commit(0, "ok", "a", 1, 5));
        String reset = "9 reset-offsets {:group \"g\", :offsets {0 2}} -> {:group \"g\", :offsets {0 2}}";
        valid(A_1, commit(0, "ok", "a", 1, 5), reset, commit(0, "ok", "a", 1, 4));
        shows("nonmonotonic-commit", A_1, reset, commit(0, "ok", "a", 1, 5), commit(0, "ok", "a", 1, 4));
    }

    @Test
    void aCommitThatNobodyKnowsOfMayComeLateInItsGeneration() {
        String[] late = {A_1, commit(5, "invoke", "a", 1, 3), commit(5, "info", "a", 1, 3), commit(0, "ok", "a", 1, 5),
            "", commit(1, "ok", "b", 2, 4)};
        late[4] = fetched(1, "b", 2, "3");
        valid(late);
        late[3] = commit(0, "ok", "a", 2, 5);
        shows2("lost-commit", "nonmonotonic-commit", late);
        shows("lost-commit", A_1, commit(0, "ok", "a", 1, 3), commit(0, "ok", "a", 1, 5), fetched(1, "b", 2, "3"));
    }

    private static void shows2(String one, String other, String... lines) {
        assertEquals(List.of(one, other), violations(lines).stream().map(Violation::anomaly).toList());
    }

    @Test
    void whatWasCommittedLastIsFound() {
        shows("lost-commit", A_1, commit(0, "ok", "a", 1, 5), B_2, fetched(1, "b", 2, "nil"));
        valid(A_1, commit(0, "ok", "a", 1, 5), B_2, fetched(1, "b", 2, "5"));
        valid(A_1, commit(0, "invoke", "a", 1, 5), commit(0, "info", "a", 1, 5), B_2, fetched(1, "b", 2, "nil"));
        valid(A_1, commit(0, "invoke", "a", 1, 5), commit(0, "info", "a", 1, 5), B_2, fetched(1, "b", 2, "5"));
        valid(A_1, commit(0, "ok", "a", 1, 5), DELETE, fetched(1, "b", 2, "nil"));
        shows("lost-commit", A_1, commit(0, "ok", "a", 1, 5), DELETE, A_1, commit(0, "ok", "a", 1, 6),
                fetched(1, "b", 2, "nil"));
    }

    @Test
    void whatNobodyCommittedIsNotFound() {
        shows("uncommitted-offset", A_1, commit(0, "ok", "a", 1, 5), fetched(1, "b", 2, "6"));
        shows("uncommitted-offset", A_1, commit(0, "invoke", "a", 1, 6), commit(0, "fail", "a", 1, 6),
                fetched(1, "b", 2, "6"));
        shows("uncommitted-offset", fetched(1, "b", 2, "0"));
    }

    @Test
    void whatComesBehindABreachIsNotJudged() {
        valid(A_1, commit(0, "ok", "a", 1, 5), BREACH, assigned(1, "b", 1, "0"), fetched(1, "b", 1, "nil"),
                commit(1, "ok", "b", 1, 2));
        shows("group-overlap", A_1, assigned(1, "b", 1, "0"), BREACH);
    }

    @Test
    void manyCommitsAreRememberedAsFarAsTheyMatter() {
        String[] lines = new String[2002];
        lines[0] = A_1;
        for (int i = 1; i <= 2000; i++) {
            lines[i] = commit(0, "ok", "a", 1, i);
        }
        lines[2001] = fetched(1, "b", 2, "2000");
        valid(lines);
        lines[2001] = fetched(1, "b", 2, "1999");
        shows("lost-commit", lines);
        lines[2001] = fetched(1, "b", 2, "nil");
        shows("lost-commit", lines);
        lines[2001] = commit(0, "ok", "a", 1, 3);
        shows("nonmonotonic-commit", lines);
    }
}
