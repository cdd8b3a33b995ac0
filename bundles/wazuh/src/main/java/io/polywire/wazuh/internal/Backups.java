package io.polywire.wazuh.internal;

import io.polywire.api.session.RowSink;
import io.polywire.api.session.TransactionMode;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Backups of the global database: its rows as lines of JSON, compressed, as one transaction has read them. They are put
 * back in one transaction too, so that other clients go on and see all of it or nothing.
 *
 * <p>Lines: the format; for each table one with its name and columns, then one for each row.
 */
final class Backups {
    private static final String FORMAT = "{\"format\":\"wazuh_global\",\"version\":1}";

    /** What refers to others stands behind them. */
    private static final List<String> TABLES = List.of("group", "agent", "labels", "info", "belongs", "metadata");

    /** Characters that one statement puts back, about; a longer line is taken by itself. */
    private static final int PORTION = 256 * 1024;

    private static final String ARGUMENTS =
            "SELECT CASE WHEN json_valid(?1) AND json_type(?1, '$.snapshot') = 'text' THEN"
                    + " json_extract(?1, '$.snapshot') END, CASE WHEN json_valid(?1) THEN coalesce(json_extract(?1,"
                    + " '$.save_pre_restore_state'), 0) END";

    private final BackupFiles files;
    private final String shown;
    private final Executor disk;

    /**
     * Backups in a folder.
     *
     * @param shown the folder as clients are told of it
     * @param disk runs what touches files
     */
    Backups(BackupFiles files, String shown, Executor disk) {
        this.files = files;
        this.shown = shown;
        this.disk = disk;
    }

    /** Answers {@code backup create}, {@code backup get} and {@code backup restore JSON}. */
    CompletableFuture<byte[]> answer(Runner runner, String text) {
        String[] words = text.split(" ", 2);
        switch (text.isEmpty() ? "" : words[0]) {
            case "create":
                return create(runner, false).thenApply(name -> ok("[\"" + shown + "/" + name + "\"]"));
            case "get":
                return onDisk(files::names)
                        .thenApply(names -> ok(names.stream()
                                .collect(Collectors.joining("\",\"", "[\"", "\"]"))
                                .replace("[\"\"]", "[]")));
            case "restore":
                return restore(runner, words.length == 1 ? "" : words[1]);
            default:
                throw new Refusal("Invalid DB query syntax, near " + Refusal.near(("backup " + text).strip()));
        }
    }

    private static byte[] ok(String payload) {
        return SessionConversation.text("ok " + payload);
    }

    private <T> CompletableFuture<T> onDisk(Callable<T> work) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return work.call();
                    } catch (RuntimeException e) {
                        throw e;
                    } catch (Exception e) {
                        throw new CompletionException(e);
                    }
                },
                disk);
    }

    // --- writing
    // ------------------------------------------------------------------------------------------------------

    private CompletableFuture<String> create(Runner runner, boolean beforeRestore) {
        return onDisk(() -> new Writer(files.begin(beforeRestore)))
                .thenCompose(writer -> runner.in(
                                new TransactionMode(TransactionMode.Isolation.SERIALIZABLE, true, false, false, -1),
                                same -> dump(same, writer))
                        .handle((x, why) -> why)
                        .thenCompose(why -> onDisk(() -> finish(writer, why))));
    }

    private String finish(Writer writer, Throwable why) throws IOException {
        writer.close();
        if (why == null) {
            return files.keep(writer.part);
        }
        Files.deleteIfExists(writer.part);
        throw new CompletionException(SessionConversation.cause(why));
    }

    private static CompletableFuture<?> dump(Runner runner, Writer writer) {
        CompletableFuture<?> all = CompletableFuture.completedFuture(null);
        writer.line(FORMAT);
        for (String table : TABLES) {
            all = all.thenCompose(x -> columns(runner, table))
                    .thenCompose(columns -> {
                        writer.line("{\"table\":\"" + table + "\",\"columns\":" + columns[0] + "}");
                        return runner.run(
                                "SELECT json_array(" + columns[1] + ") FROM " + quoted(table), List.of(), s -> writer);
                    })
                    .thenAccept(Writer::check);
        }
        return all;
    }

    /** The columns of a table as a JSON array, and as a list of quoted names. */
    private static CompletableFuture<String[]> columns(Runner runner, String table) {
        return runner.effect(
                        "SELECT json_group_array(name), group_concat('\"' || name || '\"', ', ') FROM"
                                + " pragma_table_info(?1)",
                        table)
                .thenApply(cells -> cells.rows().get(0));
    }

    private static String quoted(String name) {
        return '"' + name + '"';
    }

    /** Takes rows of one text each as lines. What the disk refuses ends the run; {@link #check} tells of it. */
    private static final class Writer implements RowSink {
        private final Path part;
        private final OutputStream out;
        private IOException failure;

        Writer(Path part) throws IOException {
            this.part = part;
            out = new BufferedOutputStream(new GZIPOutputStream(Files.newOutputStream(part)));
        }

        void line(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            putUtf8(bytes, 0, bytes.length);
            endRow();
            check();
        }

        void check() {
            if (failure != null) {
                throw new UncheckedIOException(failure);
            }
        }

        void close() throws IOException {
            out.close();
        }

        @Override
        public void startRow() {
            // nothing stands before a line
        }

        @Override
        public void putNull() {
            throw new IllegalStateException("an array of a row is never null");
        }

        @Override
        public void putLong(long value) {
            throw new IllegalStateException("an array of a row is a text");
        }

        @Override
        public void putDouble(double value) {
            throw new IllegalStateException("an array of a row is a text");
        }

        @Override
        public void putUtf8(byte[] from, int offset, int length) {
            try {
                out.write(from, offset, length);
            } catch (IOException e) {
                failure = e;
            }
        }

        @Override
        public void putBytes(byte[] from, int offset, int length) {
            putUtf8(from, offset, length);
        }

        @Override
        public boolean endRow() {
            try {
                out.write('\n');
            } catch (IOException e) {
                failure = e;
            }
            return failure == null;
        }
    }

    // --- putting back
    // -------------------------------------------------------------------------------------------------

    private CompletableFuture<byte[]> restore(Runner runner, String json) {
        return runner.effect(ARGUMENTS, json)
                .thenCompose(cells -> {
                    String name = cells.rows().get(0)[0];
                    if (name == null) {
                        throw new Refusal("Invalid JSON data, near " + Refusal.near(json));
                    }
                    boolean save = !"0".equals(cells.rows().get(0)[1]);
                    return onDisk(() -> files.find(name))
                            .thenCompose(file -> {
                                if (file == null) {
                                    throw new Refusal("Backup not found");
                                }
                                // opened first: making another one may remove this file
                                return onDisk(() -> new BufferedReader(new InputStreamReader(
                                        new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8)));
                            })
                            .thenCompose(reader -> (save ? create(runner, true) : CompletableFuture.completedFuture(""))
                                    .thenCompose(x -> runner.atomically(same -> load(same, reader)))
                                    .whenComplete((x, why) -> closed(reader)));
                })
                .thenApply(x -> SessionConversation.text("ok"));
    }

    private static void closed(BufferedReader reader) {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CompletableFuture<Void> load(Runner runner, BufferedReader reader) {
        CompletableFuture<?> emptied = CompletableFuture.completedFuture(null);
        for (int i = TABLES.size() - 1; i >= 0; i--) {
            String table = TABLES.get(i);
            emptied = emptied.thenCompose(x -> runner.effect("DELETE FROM " + quoted(table)));
        }
        return emptied.thenCompose(x -> onDisk(reader::readLine)).thenCompose(first -> {
            if (!FORMAT.equals(first)) {
                throw new Refusal("Backup has an unknown format");
            }
            return portion(runner, reader, null);
        });
    }

    /** Puts back the next rows of a table and what comes behind them. */
    private CompletableFuture<Void> portion(Runner runner, BufferedReader reader, String insert) {
        return onDisk(() -> read(reader)).thenCompose(portion -> {
            CompletableFuture<Void> rows = portion.rows().isEmpty()
                    ? CompletableFuture.completedFuture(null)
                    : runner.effect(checked(insert), "[" + portion.rows() + "]").thenAccept(x -> {});
            if (portion.header() == null) {
                return portion.rows().isEmpty() ? rows : rows.thenCompose(x -> portion(runner, reader, insert));
            }
            return rows.thenCompose(x -> insert(runner, portion.header()))
                    .thenCompose(next -> portion(runner, reader, next));
        });
    }

    private static String checked(String insert) {
        if (insert == null) {
            throw new Refusal("Backup has an unknown format");
        }
        return insert;
    }

    /** Rows with commas between them up to a line that begins another table, which is null where more rows may come. */
    private record Portion(String rows, String header) {}

    private static Portion read(BufferedReader reader) throws IOException {
        StringBuilder rows = new StringBuilder();
        while (rows.length() < PORTION) {
            String line = reader.readLine();
            if (line == null) {
                break;
            }
            if (line.startsWith("{")) {
                return new Portion(rows.toString(), line);
            }
            rows.append(rows.isEmpty() ? "" : ",").append(line);
        }
        return new Portion(rows.toString(), null);
    }

    /** The statement for the rows of a table whose columns are those that it has now. */
    private static CompletableFuture<String> insert(Runner runner, String header) {
        return runner.effect("SELECT json_extract(?1, '$.table'), json_extract(?1, '$.columns')", header)
                .thenCompose(cells -> {
                    String table = cells.rows().get(0)[0];
                    String columns = cells.rows().get(0)[1];
                    if (!TABLES.contains(table)) {
                        throw new Refusal("Backup has an unknown table");
                    }
                    return columns(runner, table).thenApply(now -> {
                        if (!now[0].equals(columns)) {
                            throw new Refusal("Backup has other columns");
                        }
                        String values = IntStream.range(0, now[1].split(", ").length)
                                .mapToObj(i -> "json_extract(r.value, '$[" + i + "]')")
                                .collect(Collectors.joining(", "));
                        return "INSERT INTO " + quoted(table) + " (" + now[1] + ") SELECT " + values
                                + " FROM json_each(?1) r";
                    });
                });
    }
}
