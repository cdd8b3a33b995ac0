package io.polywire.api.auth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.util.Objects;

/**
 * What a file of an authenticator holds (keys, revocations), read again when the file has changed. One that is damaged or
 * gone is not used: what was read last stays in force. Reads the disk: not for an event loop. Thread-safe.
 *
 * @param <T> what the file is read into
 */
public final class WatchedFile<T> {
    private final Path file;
    private final long mostBytes;
    private final long everyMillis;
    private final Reading<T> reading;
    private String look;
    private long lookedAt;
    private T value;
    private String problem;

    /**
     * How a file's bytes are read.
     *
     * @param <T> into what
     */
    public interface Reading<T> {
        /** Reads; what is wrong is said without the file's content. */
        T read(byte[] bytes) throws IOException, GeneralSecurityException;
    }

    /**
     * Reads the file for the first time.
     *
     * @param mostBytes longest file that is read
     * @param everyMillis how often it is looked at
     * @throws IOException if it cannot be read
     */
    public WatchedFile(Path file, long mostBytes, long everyMillis, Reading<T> reading)
            throws IOException, GeneralSecurityException {
        this.file = file;
        this.mostBytes = mostBytes;
        this.everyMillis = everyMillis;
        this.reading = reading;
        this.look = lookAt();
        this.value = load();
        this.lookedAt = System.nanoTime();
    }

    /** What it holds, as far as is known. */
    public synchronized T get() {
        if (System.nanoTime() - lookedAt >= everyMillis * 1_000_000L) {
            String now = lookAt();
            if (!now.equals(look)) {
                look = now;
                try {
                    value = load();
                    problem = null;
                } catch (IOException | GeneralSecurityException | RuntimeException e) {
                    problem = "the file " + file.getFileName() + " cannot be used: " + e.getMessage();
                }
            }
            lookedAt = System.nanoTime();
        }
        return value;
    }

    /** Why the file as it is now is not used; null if it is. */
    public synchronized String problem() {
        return problem;
    }

    private T load() throws IOException, GeneralSecurityException {
        if (Files.size(file) > mostBytes) {
            throw new IOException("it is longer than " + mostBytes + " bytes");
        }
        return Objects.requireNonNull(reading.read(Files.readAllBytes(file)), "nothing was read");
    }

    private String lookAt() {
        try {
            BasicFileAttributes a = Files.readAttributes(file, BasicFileAttributes.class);
            return a.lastModifiedTime() + "/" + a.size() + "/" + a.fileKey();
        } catch (IOException e) {
            // a state of its own: it changes again when the file is back
            return "unreadable: " + e.getClass().getSimpleName();
        }
    }
}
