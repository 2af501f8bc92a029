package dev.seedlog.histories.lists;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Draws transactions of a few clients, each of which takes effect at one moment; at last every list is read alone. */
final class ListModel {

    private static final int KEYS = 3;
    private static final int CLIENTS = 4;

    private final Random random;
    private final Map<Integer, List<Integer>> lists = new TreeMap<>();
    private final String[] asked = new String[CLIENTS];
    private final String[] answers = new String[CLIENTS];
    private final List<String> lines = new ArrayList<>();
    private int next = 1;

    ListModel(Random random) {
        this.random = random;
        for (int key = 0; key < KEYS; key++) {
            lists.put(key, new ArrayList<>());
        }
    }

    String[] run(int steps) {
        for (int i = 0; i < steps; i++) {
            int client = random.nextInt(CLIENTS);
            if (asked[client] == null) {
                ask(client);
            } else if (answers[client] == null) {
                happen(client);
            } else {
                lines.add(client + " ok txn " + answers[client]);
                asked[client] = null;
                answers[client] = null;
            }
        }
        for (int client = 0; client < CLIENTS; client++) {
            if (asked[client] != null) {
                lines.add(client + " info txn " + asked[client]);
            }
        }
        lists.forEach((key, values) -> lines.add("9 txn [[:r " + key + " nil]] -> [[:r " + key + " " + text(values)
                + "]]"));
        return lines.toArray(String[]::new);
    }

    private void ask(int client) {
        StringBuilder steps = new StringBuilder();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            steps.append(steps.isEmpty() ? "" : " ").append(random.nextBoolean()
                    ? "[:append " + random.nextInt(KEYS) + " " + next++ + "]"
                    : "[:r " + random.nextInt(KEYS) + " nil]");
        }
        asked[client] = "[" + steps + "]";
        lines.add(client + " invoke txn " + asked[client]);
    }

    private void happen(int client) {
        StringBuilder steps = new StringBuilder();
        for (String step : asked[client].substring(2, asked[client].length() - 2).split("\\] \\[")) {
            String[] words = step.split(" ");
            List<Integer> list = lists.get(Integer.parseInt(words[1]));
            if (words[0].equals(":append")) {
                list.add(Integer.parseInt(words[2]));
            }
            steps.append(steps.isEmpty() ? "[" : " [").append(words[0]).append(' ').append(words[1]).append(' ')
                    .append(words[0].equals(":append") ? words[2] : text(list)).append(']');
        }
        answers[client] = "[" + steps + "]";
    }

    private static String text(List<Integer> values) {
        return "[" + String.join(" ", values.stream().map(String::valueOf).toList()) + "]";
    }
}
