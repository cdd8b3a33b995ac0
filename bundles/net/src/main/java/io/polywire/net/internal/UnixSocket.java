package io.polywire.net.internal;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

/** The file of a Unix-domain socket: made, guarded and removed. All of it may touch the disk. */
final class UnixSocket {
    private UnixSocket() {}

    /**
     * Makes room for a socket: its folder, and away with the file that a server which was killed has left.
     *
     * @throws IOException if something else lives there: a server that answers, or a file that is no socket
     */
    static void prepare(Path path) throws IOException {
        Files.createDirectories(path.toAbsolutePath().getParent());
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (Files.isSymbolicLink(path)
                || Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                || Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("unix:" + path + " is there already and is no socket");
        }
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.connect(UnixDomainSocketAddress.of(path));
        } catch (ConnectException refused) {
            // nobody listens: what is left of a server that was killed
            Files.deleteIfExists(path);
            return;
        } catch (NoSuchFileException gone) {
            return;
        }
        throw new IOException("unix:" + path + " is in use");
    }

    /** Owner and group may connect (0660); before this the process's umask held. */
    static void guard(Path path) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view != null) {
            view.setPermissions(PosixFilePermissions.fromString("rw-rw----"));
        }
    }
}
