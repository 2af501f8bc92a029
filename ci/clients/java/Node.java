import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * The node under test, as a client sees it; or a cluster.
 *
 * @param bootstrap its address, or those of all nodes, divided by commas
 * @param folder what ci/lib/restart-node calls it
 */
record Node(String bootstrap, String folder) {

    /** How many nodes it is in fact, if it is a cluster. */
    int count() {
        return bootstrap.split(",").length;
    }

    /** The properties that every client needs, and some of its own: name, value, name, value... */
    Map<String, Object> properties(Object... more) {
        Map<String, Object> properties = new TreeMap<>();
        properties.put("bootstrap.servers", bootstrap);
        properties.put("reconnect.backoff.max.ms", "200");
        properties.put("retry.backoff.ms", "50");
        for (int i = 0; i < more.length; i += 2) {
            properties.put((String) more[i], more[i + 1]);
        }
        return properties;
    }

    /** Begins to end it with a signal, {@code term} or {@code kill}, and to start it again. */
    Process beginRestart(String how) throws IOException {
        return new ProcessBuilder("ci/lib/restart-node", folder, how).inheritIO().start();
    }

    void restart(String how) throws IOException, InterruptedException {
        Check.equal(0, beginRestart(how).waitFor(), "status of a restart by " + how);
    }
}
