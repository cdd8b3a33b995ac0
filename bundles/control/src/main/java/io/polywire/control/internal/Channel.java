package io.polywire.control.internal;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control channel: a loopback port and a secret, both in a file that only the server's user can read. A request is
 * one line, {@code TOKEN COMMAND}; the answer is a line with an exit status, then text until the end of the stream.
 */
final class Channel implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Channel.class);

    private static final int LONGEST_REQUEST = 256;
    private static final int READ_MILLIS = 5_000;
    private static final int MOST_AT_ONCE = 16;

    /** What a command came to. */
    record Answer(int status, String text) {}

    private final ServerSocket server;
    private final Path file;
    private final byte[] token;
    private final Function<String, Answer> commands;
    private final ExecutorService workers;

    /**
     * Opens it.
     *
     * @param file where port and secret are written; its directory is made
     * @param process this process; its number and its start tell whether the file is a living server's
     * @param commands runs a command, on a thread of the channel
     */
    Channel(Path file, ProcessHandle process, Function<String, Answer> commands) throws IOException {
        this.file = file;
        this.commands = commands;
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        String text = HexFormat.of().formatHex(secret);
        this.token = text.getBytes(StandardCharsets.US_ASCII);
        this.server = new ServerSocket();
        this.server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), MOST_AT_ONCE);
        this.workers = new ThreadPoolExecutor(
                0, MOST_AT_ONCE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), r -> daemon(r, "polywire-control"));
        try {
            String since = process.info().startInstant().map(Instant::toString).orElse("");
            write("pid=" + process.pid() + "\nsince=" + since + "\nport=" + server.getLocalPort() + "\ntoken=" + text
                    + "\n");
        } catch (IOException e) {
            close();
            throw e;
        }
        daemon(this::accept, "polywire-control-accept").start();
    }

    /** Readable by its owner from its first byte on, and whole from the first moment under its name. */
    private void write(String content) throws IOException {
        Files.createDirectories(file.getParent());
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.deleteIfExists(part);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(part);
        }
        Files.writeString(part, content);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                try {
                    workers.execute(() -> serve(socket));
                } catch (RejectedExecutionException e) {
                    // as many as can be are being served: this one may come again
                    socket.close();
                }
            } catch (IOException e) {
                if (!server.isClosed()) {
                    LOG.warn("the control channel could not accept a connection", e);
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setSoTimeout(READ_MILLIS);
            String request = readLine(socket.getInputStream());
            int space = request.indexOf(' ');
            byte[] shown = request.substring(0, Math.max(0, space)).getBytes(StandardCharsets.US_ASCII);
            if (!MessageDigest.isEqual(token, shown)) {
                LOG.warn("a request without the secret on the control channel, refused");
                return;
            }
            Answer answer = commands.apply(request.substring(space + 1));
            socket.getOutputStream().write((answer.status() + "\n" + answer.text()).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.debug("a request on the control channel was given up", e);
        }
    }

    private static String readLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0 || line.length() == LONGEST_REQUEST) {
                throw new IOException("no request line");
            }
            line.append((char) b);
        }
        return line.toString();
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Closes the port and takes the file away. */
    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("{} is left over", file, e);
        }
        try {
            server.close();
        } catch (IOException e) {
            LOG.warn("the control channel's port stays open until the process ends", e);
        }
        workers.shutdown();
    }
}
