package io.polywire.itests.r2db2.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.polywire.itests.r2db2.server.Home;
import io.polywire.itests.r2db2.server.Polywire;
import io.polywire.itests.r2db2.server.SharedServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a kill cannot show, for the system keeps what was written: whether an acknowledged commit is on the disk. The
 * system calls of the server are recorded with strace; each answer to a write has to come after a finished sync of the log
 * that began after the row was written there.
 */
@DisplayName("the disk has what was acknowledged")
class DurabilityIT {
    private static final int CLIENTS = 6;
    private static final int EACH = 25;

    @Test
    @DisplayName("durability = full: every answer follows a sync of the log")
    void full(@TempDir Path directory) throws Exception {
        SyscallTrace trace = record(directory, "full");
        assertThat(trace.answers()).isEqualTo(CLIENTS * EACH);
        assertThat(trace.unsynced()).isEmpty();
    }

    /** The counterpart: the test sees what is missing. */
    @Test
    @DisplayName("durability = normal: answers do not wait for the disk, and the test sees it")
    void normal(@TempDir Path directory) throws Exception {
        SyscallTrace trace = record(directory, "normal");
        assertThat(trace.answers()).isEqualTo(CLIENTS * EACH);
        assertThat(trace.unsynced()).hasSizeGreaterThan(CLIENTS * EACH / 2);
    }

    private static SyscallTrace record(Path directory, String durability) throws Exception {
        assumeTrue(Strace.isThere(), "strace is not there or may not trace");
        Home home = new Home(directory.resolve("home"));
        home.set("storage.sqlite-main", "durability", durability);
        Path out = directory.resolve("trace");
        try (Polywire server = Polywire.start(home)) {
            try (Connection c = SharedServer.connect(server.port(), "main");
                    Statement s = c.createStatement()) {
                s.execute("CREATE TABLE d(v TEXT)");
            }
            Strace strace = Strace.attach(
                    server.pid(),
                    directory.resolve("strace.log"),
                    "-y",
                    "-s",
                    "20000",
                    "-e",
                    "trace=read,recvfrom,readv,recvmsg,pwrite64,write,writev,sendto,sendmsg,fsync,fdatasync",
                    "-o",
                    out.toString());
            try {
                write(server.port());
            } finally {
                strace.detach();
            }
        }
        return SyscallTrace.read(out);
    }

    private static void write(int port) throws Exception {
        List<Thread> threads = new ArrayList<>();
        List<SQLException> failures = java.util.Collections.synchronizedList(new ArrayList<>());
        for (int client = 0; client < CLIENTS; client++) {
            int number = client;
            Thread t = new Thread(() -> {
                try (Connection c = SharedServer.connect(port, "main");
                        PreparedStatement insert = c.prepareStatement("INSERT INTO d VALUES(?)")) {
                    for (int i = 0; i < EACH; i++) {
                        insert.setString(1, SyscallTrace.mark(number, i));
                        insert.executeUpdate();
                    }
                } catch (SQLException e) {
                    failures.add(e);
                }
            });
            t.start();
            threads.add(t);
        }
        for (Thread t : threads) {
            t.join();
        }
        assertThat(failures).isEmpty();
    }
}
