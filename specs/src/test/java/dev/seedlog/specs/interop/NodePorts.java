package dev.seedlog.specs.interop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The two ports of a node that is started again and again, by whomever. They are below those that the system hands out,
 * which could be taken while the node is down.
 *
 * @param client where clients connect
 * @param controller where the quorum does
 */
public record NodePorts(int client, int controller) {

    private static final int LOWEST = 20_000;
    private static final int COUNT = 10_000;

    /** Two that are free. */
    public static NodePorts free() {
        return new NodePorts(freePort(), freePort());
    }

    /** Where clients connect. */
    public String bootstrap() {
        return "localhost:" + client;
    }

    /** The value of {@code listeners}. */
    public String listeners() {
        return "PLAINTEXT://localhost:" + client + ",CONTROLLER://localhost:" + controller;
    }

    private static int freePort() {
        while (true) {
            int port = LOWEST + ThreadLocalRandom.current().nextInt(COUNT);
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return port;
            } catch (IOException e) {
                // It is taken; another one then.
            }
        }
    }
}
