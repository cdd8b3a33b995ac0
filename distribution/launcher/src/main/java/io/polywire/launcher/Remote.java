package io.polywire.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The other end of the control channel: one request line, {@code TOKEN COMMAND}, answered by a line with an exit status
 * and then by text for a person (or JSON) until the end of the stream.
 */
final class Remote {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int ANSWER_MILLIS = 60_000;
    private static final long START_SECONDS = 120;
    private static final long STOP_SECONDS = 60;
    private static final long END_SECONDS = 10;

    private Remote() {}

    /** {@code status [--json]}. */
    static int status(Home home, List<String> args) {
        boolean json = args.contains("--json");
        Optional<String> answer = askWhoRuns(home, json ? "status-json" : "status");
        if (answer.isEmpty() && json) {
            System.out.println("{\"state\":\"stopped\"}");
            return ExitStatus.NOT_RUNNING;
        }
        return answer.map(Remote::print).orElseGet(() -> notRunning(home));
    }

    /** {@code stop}: asks for it and waits for the end of the process. */
    static int stop(Home home) throws InterruptedException {
        if (askWhoRuns(home, "stop").isEmpty()) {
            return notRunning(home);
        }
        if (!awaitEnd(home, STOP_SECONDS)) {
            throw new Failure(
                    ExitStatus.FAILED, "the server on " + home.root() + " still runs after " + STOP_SECONDS + " s");
        }
        System.out.println("Stopped");
        return ExitStatus.OK;
    }

    private static int notRunning(Home home) {
        System.out.println("No server runs on the home " + home.root());
        return ExitStatus.NOT_RUNNING;
    }

    /** The answer of the server that runs on a home; empty if there is none. */
    private static Optional<String> askWhoRuns(Home home, String command) {
        Optional<ControlFile> control = ControlFile.read(home.control());
        if (control.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(ask(control.get(), command));
        } catch (Failure e) {
            // one that was killed may still be in the table of processes
            if (home.isFree()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Whether the process that holds the home ended in time. */
    private static boolean awaitEnd(Home home, long seconds) throws InterruptedException {
        FutureTask<Void> free = new FutureTask<>(() -> {
            home.awaitFree();
            return null;
        });
        Thread waiter = new Thread(free, "wait");
        waiter.setDaemon(true);
        waiter.start();
        try {
            free.get(seconds, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new Failure(ExitStatus.FAILED, "the home's lock cannot be waited for: " + e.getMessage(), e);
        }
    }

    /** After {@code start}: waits for the control channel of a process and prints its start report. */
    static int awaitReport(Home home, long pid) throws InterruptedException {
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        if (process.isEmpty()) {
            return ExitStatus.NOT_RUNNING;
        }
        try (WatchService watch = FileSystems.getDefault().newWatchService()) {
            // an end of the process closes the watch, which wakes this thread
            process.get().onExit().thenRun(() -> close(watch));
            Optional<ControlFile> control = awaitControl(home, pid, watch);
            return control.isEmpty() ? ExitStatus.NOT_RUNNING : report(home, control.get());
        } catch (IOException e) {
            throw new Failure(ExitStatus.FAILED, home.data() + " cannot be watched: " + Home.explain(e), e);
        }
    }

    /** A server that refuses its configuration may be gone before it has answered; its output says why. */
    private static int report(Home home, ControlFile control) throws InterruptedException {
        try {
            return print(ask(control, "report"));
        } catch (Failure e) {
            if (awaitEnd(home, END_SECONDS)) {
                return ExitStatus.NOT_RUNNING;
            }
            throw e;
        }
    }

    /** The control channel of a process; empty if the watch was closed, which may be before the first look. */
    static Optional<ControlFile> awaitControl(Home home, long pid, WatchService watch)
            throws IOException, InterruptedException {
        Path run = home.control().getParent();
        // this process and the server make the same directories; neither minds which was first
        Files.createDirectories(home.data());
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        try {
            home.data().register(watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
            while (true) {
                if (Files.isDirectory(run)) {
                    run.register(watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
                }
                Optional<ControlFile> control = ControlFile.read(home.control());
                if (control.isPresent() && control.get().pid() == pid) {
                    return control;
                }
                var key = watch.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (key == null) {
                    throw new Failure(
                            ExitStatus.FAILED,
                            "process " + pid + " gave no sign of itself within " + START_SECONDS + " s; see "
                                    + home.logs());
                }
                key.pollEvents();
                key.reset();
            }
        } catch (java.nio.file.ClosedWatchServiceException e) {
            return Optional.empty();
        } catch (java.nio.file.NoSuchFileException e) {
            // the directory went between the look and the registration: the server cleans its home as it starts
            return awaitControl(home, pid, watch);
        }
    }

    private static void close(WatchService watch) {
        try {
            watch.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String ask(ControlFile control, String command) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), control.port()), CONNECT_MILLIS);
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.getOutputStream()
                    .write((control.token() + " " + command + "\n").getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new Failure(
                    ExitStatus.FAILED,
                    "process " + control.pid() + " does not answer on its control channel: " + e.getMessage(),
                    e);
        }
    }

    private static int print(String answer) {
        int line = answer.indexOf('\n');
        if (line < 0) {
            throw new Failure(ExitStatus.FAILED, "the server broke off its answer");
        }
        System.out.print(answer.substring(line + 1));
        System.out.flush();
        return Integer.parseInt(answer.substring(0, line));
    }
}
