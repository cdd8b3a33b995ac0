package io.polywire.dialect.postgresql.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The names of error conditions (manual, appendix A). */
final class Conditions {
    private static final class Holder {
        static final Map<String, List<String>> ALL = read();
    }

    private Conditions() {}

    private static Map<String, List<String>> read() {
        Map<String, List<String>> all = new HashMap<>();
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                Conditions.class.getResourceAsStream("conditions.tsv"), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (!line.startsWith("#")) {
                    String[] f = line.split("\t");
                    all.computeIfAbsent(f[0], k -> new ArrayList<>(1)).add(f[1]);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    /**
     * The SQLSTATEs that a name stands for, several where classes share it.
     *
     * @throws SqlFailure 42704 if it stands for none
     */
    static List<String> states(String name) {
        List<String> found = Holder.ALL.get(name);
        if (found == null) {
            throw SqlFailure.of(FailureKind.UNDEFINED_OBJECT, "unrecognized exception condition \"" + name + "\"");
        }
        return found;
    }

    /** Whether a text has the form of a SQLSTATE. */
    static boolean isState(String text) {
        return text.matches("[0-9A-Z]{5}");
    }
}
