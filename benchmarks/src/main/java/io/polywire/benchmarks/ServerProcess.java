package io.polywire.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A server as a process of its own, and what the kernel says of it. Linux only: reads /proc. */
final class ServerProcess implements AutoCloseable {
    /** Clock ticks of /proc/PID/stat per second: 100 on every Linux that matters (getconf CLK_TCK). */
    private static final double TICKS = 100;

    private final Process process;

    ServerProcess(Path log, List<String> command) throws IOException {
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** CPU seconds that the process has used, user and system. */
    double cpuSeconds() {
        String stat = read("stat");
        String[] f = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(f[11]) + Long.parseLong(f[12])) / TICKS;
    }

    /**
     * CPU seconds of a server that makes a process for each connection: its own, those of its children, and those of
     * children that have ended.
     */
    double treeCpuSeconds() {
        double all = 0;
        for (ProcessHandle child : process.descendants().toList()) {
            try {
                all += cpuOf(child.pid());
            } catch (UncheckedIOException ended) {
                // counted with its parent as soon as that has noticed
            }
        }
        return all + cpuOf(pid());
    }

    private static double cpuOf(long pid) {
        String stat;
        try {
            stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String[] f = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(f[11]) + Long.parseLong(f[12]) + Long.parseLong(f[13]) + Long.parseLong(f[14])) / TICKS;
    }

    /** A figure of /proc/PID/status (VmRSS, VmHWM) or smaps_rollup (Pss), in KiB. */
    long kib(String field) {
        for (String line :
                read(field.startsWith("Vm") ? "status" : "smaps_rollup").split("\n")) {
            if (line.startsWith(field + ":")) {
                return Long.parseLong(line.replaceAll("\\D+", ""));
            }
        }
        throw new IllegalArgumentException(field);
    }

    private String read(String file) {
        try {
            return Files.readString(Path.of("/proc/" + pid() + "/" + file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(15, java.util.concurrent.TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
