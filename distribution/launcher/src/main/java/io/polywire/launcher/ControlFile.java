package io.polywire.launcher;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;

/**
 * What a server says of itself in {@code data/run/control}, readable by its owner alone.
 *
 * @param pid its process
 * @param port its control channel's, on the loopback address
 * @param token what a request has to begin with
 */
record ControlFile(long pid, int port, String token) {

    /** Reads it; empty if there is none, or none of a process that lives. */
    static Optional<ControlFile> read(Path file) {
        Properties p = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            p.load(reader);
        } catch (java.nio.file.NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new Failure(ExitStatus.FAILED, file + " cannot be read: " + Home.explain(e), e);
        }
        ControlFile control = new ControlFile(
                Long.parseLong(p.getProperty("pid")), Integer.parseInt(p.getProperty("port")), p.getProperty("token"));
        String since = p.getProperty("since");
        // a server that was killed leaves its file behind, and another process may get its number
        return ProcessHandle.of(control.pid())
                .filter(process -> since.equals(since(process)))
                .map(process -> control);
    }

    /** When a process started, in the form of the file. */
    private static String since(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("");
    }
}
