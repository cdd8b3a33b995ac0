package io.polywire.protocol.postgresql.internal.encoding;

import io.polywire.api.value.TextEncoding;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Records how PostgreSQL 15 converts each character: run by hand against a private instance with encoding UTF8 that psql
 * reaches through its environment (PGHOST, PGPORT, PGUSER, ...), never by the build. Writes where that differs from Java
 * and the digests of the whole.
 *
 * <pre>EncodingRecorder &lt;differences.txt&gt; &lt;postgresql-15.txt&gt;</pre>
 */
final class EncodingRecorder {
    private static final String FUNCTIONS = """
            CREATE FUNCTION pg_temp.decoded(b bytea, e text) RETURNS int LANGUAGE plpgsql AS
            $$ BEGIN RETURN ascii(convert_from(b, e)); EXCEPTION WHEN OTHERS THEN RETURN NULL; END $$;
            CREATE FUNCTION pg_temp.encoded(c int, e text) RETURNS text LANGUAGE plpgsql AS
            $$ BEGIN RETURN encode(convert_to(chr(c), e), 'hex'); EXCEPTION WHEN OTHERS THEN RETURN NULL; END $$;
            CREATE TEMP TABLE s (h text);
            """;

    private EncodingRecorder() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        List<String> differences = new ArrayList<>();
        List<String> digests = new ArrayList<>();
        differences.add("# Where PostgreSQL 15 converts otherwise than Java: made by EncodingRecorder, do not edit.");
        for (TextEncoding e : TextEncoding.values()) {
            if (e.isKnown() && !e.isUtf8()) {
                EncodingTables postgres = ask(e);
                EncodingTables java = EncodingTables.of(CodePage.plain(e));
                List<String> lines = new ArrayList<>();
                compare('<', java.toUnicode(), postgres.toUnicode(), lines);
                compare('>', java.fromUnicode(), postgres.fromUnicode(), lines);
                if (!lines.isEmpty()) {
                    differences.add(e.name());
                    differences.addAll(lines);
                }
                digests.add(e.name() + " " + postgres.digests());
            }
        }
        Files.write(Path.of(args[0]), differences);
        Files.write(Path.of(args[1]), digests);
    }

    private static void compare(
            char direction, TreeMap<Integer, Integer> java, TreeMap<Integer, Integer> postgres, List<String> to) {
        TreeSet<Integer> keys = new TreeSet<>(Integer::compareUnsigned);
        keys.addAll(java.keySet());
        keys.addAll(postgres.keySet());
        int from = -1;
        int last = -1;
        for (int k : keys) {
            Integer want = postgres.get(k);
            if (want == null) {
                // between two that are none there may be some that Java has not either
                if (from >= 0 && k - last > 256) {
                    none(direction, from, last, to);
                    from = -1;
                }
                from = from < 0 ? k : from;
                last = k;
                continue;
            }
            if (from >= 0) {
                none(direction, from, last, to);
                from = -1;
            }
            if (!want.equals(java.get(k))) {
                to.add(direction + " " + Integer.toHexString(k) + " " + Integer.toHexString(want));
            }
        }
        if (from >= 0) {
            none(direction, from, last, to);
        }
    }

    private static void none(char direction, int from, int last, List<String> to) {
        to.add(direction + " " + Integer.toHexString(from) + (last == from ? "" : "-" + Integer.toHexString(last))
                + " -");
    }

    private static EncodingTables ask(TextEncoding e) throws IOException, InterruptedException {
        StringBuilder sql = new StringBuilder(FUNCTIONS).append("COPY s FROM STDIN;\n");
        for (byte[] b : EncodingTables.sequences(e)) {
            sql.append(java.util.HexFormat.of().formatHex(b)).append('\n');
        }
        sql.append("\\.\n");
        String name = "'" + e.name() + "'";
        sql.append("SELECT '<', h, to_hex(d) FROM (SELECT h, pg_temp.decoded(decode(h, 'hex'), " + name
                + ") AS d FROM s) x WHERE d IS NOT NULL;\n");
        sql.append("SELECT '>', to_hex(c), d FROM (SELECT c, pg_temp.encoded(c, " + name
                + ") AS d FROM generate_series(128, 65535) c WHERE c NOT BETWEEN 55296 AND 57343) x"
                + " WHERE d IS NOT NULL;\n");
        Process psql = new ProcessBuilder("psql", "-X", "-q", "-At", "-F", " ", "-v", "ON_ERROR_STOP=1")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectInput(write(sql))
                .start();
        EncodingTables t = new EncodingTables(new TreeMap<>(), new TreeMap<>());
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(psql.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.split(" ");
                (words[0].equals("<") ? t.toUnicode() : t.fromUnicode())
                        .put(Integer.parseUnsignedInt(words[1], 16), Integer.parseUnsignedInt(words[2], 16));
            }
        }
        if (psql.waitFor() != 0) {
            throw new IOException("psql failed");
        }
        return t;
    }

    private static java.io.File write(CharSequence sql) throws IOException {
        Path file = Files.createTempFile("encoding", ".sql");
        file.toFile().deleteOnExit();
        Files.writeString(file, sql);
        return file.toFile();
    }
}
