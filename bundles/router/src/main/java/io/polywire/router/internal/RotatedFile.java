package io.polywire.router.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A file that is appended to; at a length it is put aside as {@code name.1.end}, what was that before as {@code name.2.end},
 * and so on. For its owner's eyes only where the file system can say so. Confined to one thread.
 */
final class RotatedFile implements AutoCloseable {
    private final Path file;
    private final long maxBytes;
    private final int files;
    private FileChannel channel;
    private long length;

    RotatedFile(Path file, long maxBytes, int files) {
        this.file = file;
        this.maxBytes = maxBytes;
        this.files = files;
    }

    /**
     * Appends whole lines.
     *
     * @throws IOException if they could not be written, or not all of them; the next call tries anew
     */
    void append(byte[] lines) throws IOException {
        try {
            if (channel == null) {
                open();
            }
            if (length > 0 && length + lines.length > maxBytes) {
                channel.close();
                channel = null;
                putAside();
                open();
            }
            ByteBuffer b = ByteBuffer.wrap(lines);
            while (b.hasRemaining()) {
                length += channel.write(b);
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private void open() throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            } else {
                Files.createFile(file);
            }
        }
        channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        length = channel.size();
        endBrokenLine();
    }

    /** A line that was cut off by a crash or a full disk must not swallow the next one. */
    private void endBrokenLine() throws IOException {
        if (length == 0) {
            return;
        }
        ByteBuffer last = ByteBuffer.allocate(1);
        try (FileChannel read = FileChannel.open(file, StandardOpenOption.READ)) {
            read.read(last, length - 1);
        }
        if (last.get(0) != '\n') {
            length += channel.write(ByteBuffer.wrap(new byte[] {'\n'}));
        }
    }

    private void putAside() throws IOException {
        if (files == 0) {
            Files.delete(file);
            return;
        }
        for (int i = files; i > 1; i--) {
            Path younger = aside(i - 1);
            if (Files.exists(younger)) {
                Files.move(younger, aside(i), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.move(file, aside(1), StandardCopyOption.REPLACE_EXISTING);
    }

    private Path aside(int number) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        String base = dot <= 0 ? name : name.substring(0, dot);
        return file.resolveSibling(base + '.' + number + (dot <= 0 ? "" : name.substring(dot)));
    }

    @Override
    public void close() throws IOException {
        FileChannel c = channel;
        channel = null;
        if (c != null) {
            c.close();
        }
    }
}
