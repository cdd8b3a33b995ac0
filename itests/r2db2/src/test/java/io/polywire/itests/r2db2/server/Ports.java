package io.polywire.itests.r2db2.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Free ports below those that the system gives to outgoing connections, so that none of these takes them meanwhile. A server
 * takes its ports some seconds after it was told of them, so none is given twice: each of the processes that run tests beside
 * each other has ports of its own, and gives them in turn.
 */
public final class Ports {
    private static final int FIRST = 20_000;
    /** Ports of one process. */
    private static final int EACH = 3_000;
    /** Processes that run tests of a module beside each other. */
    private static final int PROCESSES = 4;

    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(EACH));

    private Ports() {}

    /** A port of the loopback address that is free now and was not given before. */
    public static int free() {
        int from = FIRST + EACH * (Integer.getInteger("polywire.test.fork", 1) % PROCESSES);
        for (int i = 0; i < EACH; i++) {
            int port = from + NEXT.getAndIncrement() % EACH;
            try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return probe.getLocalPort();
            } catch (IOException e) {
                // taken: the next one
            }
        }
        throw new AssertionError("no free port from " + from + " to " + (from + EACH));
    }
}
