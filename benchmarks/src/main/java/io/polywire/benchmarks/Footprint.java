package io.polywire.benchmarks;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * What Polywire takes without doing much: the time from its start to the first answered query, its memory at rest, and
 * the memory of idle connections.
 *
 * <pre>java -cp 'benchmarks/target/*:benchmarks/target/lib/*' io.polywire.benchmarks.Footprint distribution/target/polywire [connections]</pre>
 *
 * 5,000 connections need as many descriptors on both sides: {@code ulimit -n 20000}.
 */
public final class Footprint {
    private Footprint() {}

    /** Runs it: the distribution's folder, connections (default 5000). */
    public static void main(String[] args) throws Exception {
        Path distribution = Path.of(args[0]).toAbsolutePath();
        int connections = args.length > 1 ? Integer.parseInt(args[1]) : 5_000;
        for (int i = 0; i < 5; i++) {
            int port = Servers.freePort();
            Path work = Files.createTempDirectory("polywire-start");
            long t = System.nanoTime();
            try (Servers.Server s = Servers.startPolywire(distribution, work, port);
                    Socket first = firstAnswer(s, port)) {
                first.shutdownOutput();
                System.out.printf(
                        Locale.ROOT,
                        "start to first answer (new home): %.2f s, %.2f s of CPU; RSS %d MiB%n",
                        (System.nanoTime() - t) / 1e9,
                        s.process().cpuSeconds(),
                        s.process().kib("VmRSS") / 1024);
            }
        }
        try (Servers.Server s = Servers.polywire(distribution, Files.createTempDirectory("polywire-idle"))) {
            int port = Integer.parseInt(s.url().replaceAll(".*:(\\d+)/.*", "$1"));
            // A hundred first, so that what the server makes once is not counted.
            List<Socket> open = new ArrayList<>(open(port, 100));
            long before = s.process().kib("Pss");
            open.addAll(open(port, connections));
            long after = s.process().kib("Pss");
            System.out.printf(
                    Locale.ROOT,
                    "%d idle connections: %.1f KiB each (Pss %d to %d MiB)%n",
                    connections,
                    (after - before) / (double) connections,
                    before / 1024,
                    after / 1024);
            for (Socket x : open) {
                x.close();
            }
        }
    }

    /** Tries again and again until a query is answered. */
    private static Socket firstAnswer(Servers.Server s, int port) throws IOException {
        while (true) {
            try {
                return open(port, 1).get(0);
            } catch (IOException notYet) {
                if (!s.process().isAlive()) {
                    throw notYet;
                }
                // Asking without a pause would take one of the processors from what is measured.
                LockSupport.parkNanos(5_000_000);
            }
        }
    }

    /** Connections of a client that knows only the published design, each with one answered query. */
    private static List<Socket> open(int port, int count) throws IOException {
        List<Socket> sockets = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Socket s = new Socket(InetAddress.getLoopbackAddress(), port);
            s.getOutputStream()
                    .write(new byte[] {'S', 0, 0, 0, 5, 'Q', 0, 0, 0, 14, 's', 'e', 'l', 'e', 'c', 't', ' ', '1', 0});
            DataInputStream in = new DataInputStream(s.getInputStream());
            for (byte type = in.readByte(); ; type = in.readByte()) {
                in.readFully(new byte[in.readInt() - 5]);
                if (type == 'C') {
                    break;
                }
                if (type == 'E') {
                    throw new IOException("refused");
                }
            }
            sockets.add(s);
        }
        return sockets;
    }
}
