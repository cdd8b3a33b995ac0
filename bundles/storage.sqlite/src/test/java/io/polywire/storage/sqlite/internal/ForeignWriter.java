package io.polywire.storage.sqlite.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;

/** Another process that runs statements on a file, one for each line it is sent, and answers when each is done. */
final class ForeignWriter implements AutoCloseable {
    private final Process process;
    private final OutputStream to;
    private final BufferedReader from;

    ForeignWriter(Path file) throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ForeignWriter.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        to = process.getOutputStream();
        from = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        run("SELECT 1");
    }

    /** Runs a statement and returns when it is committed. */
    void run(String sql) throws IOException {
        to.write((sql + "\n").getBytes(StandardCharsets.UTF_8));
        to.flush();
        String answer = from.readLine();
        if (!"ok".equals(answer)) {
            throw new IOException(answer);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    public static void main(String[] args) throws Exception {
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + args[0]);
                Statement s = c.createStatement()) {
            s.execute("PRAGMA synchronous=OFF");
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            String line;
            while ((line = in.readLine()) != null) {
                try {
                    s.execute(line);
                    System.out.println("ok");
                } catch (java.sql.SQLException e) {
                    System.out.println(e.getMessage());
                }
                System.out.flush();
            }
        }
    }
}
