package io.polywire.net.internal;

import io.polywire.api.wire.LocalPeer;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.Optional;

/**
 * Users of this system by number and by name. Netty's epoll sockets tell the numbers alone (SO_PEERCRED); the JDK has no way
 * from a number to its name but the owner of a file, and the folder of a process in {@code /proc} has its user as owner.
 * Thread-safe.
 */
final class LocalUsers {
    private static final Path PROCESSES = Path.of("/proc");

    private LocalUsers() {}

    /** The client whose process has these numbers, by its names where they can be known. */
    static LocalPeer peer(String socket, int pid, int uid, int gid) {
        String user = Integer.toUnsignedString(uid);
        String group = Integer.toUnsignedString(gid);
        try {
            PosixFileAttributes process =
                    Files.readAttributes(PROCESSES.resolve(Integer.toString(pid)), PosixFileAttributes.class);
            // the process may be gone, its number another's, or its folder root's: then the numbers still hold
            if (user(user).filter(process.owner()::equals).isPresent()) {
                user = process.owner().getName();
            }
            if (group(group).filter(process.group()::equals).isPresent()) {
                group = process.group().getName();
            }
        } catch (IOException | UnsupportedOperationException e) {
            // numbers are names enough: admits() knows both
            return new LocalPeer(socket, user, group);
        }
        return new LocalPeer(socket, user, group);
    }

    /** Whether two texts, each a name or a number, mean the same user. */
    static boolean same(String one, String other) {
        return one.equals(other) || user(one).isPresent() && user(one).equals(user(other));
    }

    /** By name or number; principals are equal when their numbers are. */
    private static Optional<UserPrincipal> user(String text) {
        return look(service -> service.lookupPrincipalByName(text));
    }

    private static Optional<UserPrincipal> group(String text) {
        return look(service -> service.lookupPrincipalByGroupName(text));
    }

    /** A question to the system's tables of users. */
    private interface Question {
        UserPrincipal ask(UserPrincipalLookupService service) throws IOException;
    }

    private static Optional<UserPrincipal> look(Question question) {
        try {
            return Optional.of(question.ask(FileSystems.getDefault().getUserPrincipalLookupService()));
        } catch (IOException | UnsupportedOperationException e) {
            // nobody of that name
            return Optional.empty();
        }
    }
}
