package io.polywire.storage.sqlite.internal;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * Keeps SQLite's native library between starts. sqlite-jdbc by itself writes it into the temporary directory at each
 * start and compares it there byte by byte, which is a tenth of a second. Here it lies in {@code data/native/<version>};
 * one that differs from what the jar has is replaced, and a start beside this one never sees half a file.
 */
final class NativeLibrary {
    private static final Logger LOG = LoggerFactory.getLogger(NativeLibrary.class);

    private static final String PATH = "org.sqlite.lib.path";
    private static final String NAME = "org.sqlite.lib.name";
    /** A file can be loaded by one class loader only. Marks that one of this process has it. */
    private static final String TAKEN = "io.polywire.storage.sqlite.native";

    private NativeLibrary() {}

    /** Loads it, from the directory if that can be; otherwise sqlite-jdbc finds its own way at first use. */
    static void load(Path directory) {
        synchronized (NativeLibrary.class) {
            if (System.getProperty(PATH) != null || System.getProperty(TAKEN) != null) {
                return;
            }
            try {
                Path file = provide(directory.resolve(SQLiteJDBCLoader.getVersion()));
                if (file == null) {
                    return;
                }
                System.setProperty(PATH, file.getParent().toString());
                System.setProperty(NAME, file.getFileName().toString());
                try {
                    SQLiteJDBCLoader.initialize();
                    System.setProperty(TAKEN, file.toString());
                } finally {
                    // A later class loader has to find another way.
                    System.clearProperty(PATH);
                    System.clearProperty(NAME);
                }
            } catch (Exception e) {
                LOG.warn("SQLite's native library cannot be kept in {}; it is unpacked for this run", directory, e);
            }
        }
    }

    /** The library as a file with the content that the jar has; null if the jar has none for this system. */
    static Path provide(Path directory) throws IOException {
        String name = LibraryLoaderUtil.getNativeLibName();
        String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
        URL url = SQLiteJDBCLoader.class.getResource(resource);
        if (url == null) {
            return null;
        }
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false);
        byte[] wanted;
        try (InputStream in = connection.getInputStream()) {
            wanted = in.readAllBytes();
        }
        // Several systems may share a home.
        Path folder =
                directory.resolve(LibraryLoaderUtil.getNativeLibResourcePath().replaceFirst("^.*/native/", ""));
        Path file = folder.resolve(name);
        if (!holds(file, wanted)) {
            Files.createDirectories(folder);
            Path part = Files.createTempFile(folder, name, ".part");
            try {
                Files.write(part, wanted);
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        }
        return file;
    }

    private static boolean holds(Path file, byte[] wanted) throws IOException {
        try {
            return Files.size(file) == wanted.length && Arrays.equals(Files.readAllBytes(file), wanted);
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}
