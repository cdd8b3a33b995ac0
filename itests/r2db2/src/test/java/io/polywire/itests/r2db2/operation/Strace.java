package io.polywire.itests.r2db2.operation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** strace on a server that runs: sees its system calls, and can have them take longer or fail. */
final class Strace {
    private final Process process;

    private Strace(Process process) {
        this.process = process;
    }

    /** Whether it is there and may trace. */
    static boolean isThere() {
        try {
            Process p = new ProcessBuilder("strace", "-o", "/dev/null", "true")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return p.waitFor(10, TimeUnit.SECONDS) && p.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Attaches it to a process and its threads; returns once it is.
     *
     * @param log what it says of itself
     */
    static Strace attach(long pid, Path log, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("strace", "-f"));
        command.addAll(List.of(options));
        command.addAll(List.of("-p", Long.toString(pid)));
        Process p = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Awaitility.await("strace is attached")
                .atMost(Duration.ofSeconds(30))
                .until(() -> Files.readString(log).contains("attached"));
        return new Strace(p);
    }

    /** Lets go of the server. */
    void detach() throws InterruptedException {
        process.destroy();
        process.waitFor(30, TimeUnit.SECONDS);
    }
}
