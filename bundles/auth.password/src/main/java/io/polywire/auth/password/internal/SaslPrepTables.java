package io.polywire.auth.password.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The tables of RFC 3454 that SASLprep names, from {@code saslprep.txt}; read only when a password is not plain ASCII.
 * They are of Unicode 3.2: what was not assigned then is not allowed.
 */
final class SaslPrepTables {
    private static final Map<String, int[]> TABLES = read();

    private SaslPrepTables() {}

    /** Table A.1. */
    static boolean isUnassigned(int c) {
        return in("unassigned", c);
    }

    /** Table B.1. */
    static boolean isMappedToNothing(int c) {
        return in("nothing", c);
    }

    /** Table C.1.2. */
    static boolean isSpace(int c) {
        return in("space", c);
    }

    /** Tables C.1.2, C.2.1, C.2.2 and C.3 to C.9. */
    static boolean isProhibited(int c) {
        return in("prohibited", c);
    }

    /** Table D.1. */
    static boolean isRightToLeft(int c) {
        return in("randal", c);
    }

    /** Table D.2. */
    static boolean isLeftToRight(int c) {
        return in("left", c);
    }

    private static boolean in(String table, int c) {
        int[] bounds = TABLES.get(table);
        int found = Arrays.binarySearch(bounds, c);
        // first and last of each range alternate: inside is between an even place and the odd one after it
        return found >= 0 || (-found - 1) % 2 == 1;
    }

    private static Map<String, int[]> read() {
        Map<String, List<Integer>> lists = new HashMap<>();
        try (InputStream in = SaslPrepTables.class.getResourceAsStream("saslprep.txt");
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
            List<Integer> table = null;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith("#")) {
                    continue;
                }
                for (String word : line.trim().split(" ")) {
                    if (Character.isLowerCase(word.charAt(0))) {
                        table = lists.computeIfAbsent(word, name -> new ArrayList<>());
                    } else if (table != null) {
                        String[] ends = word.split("-");
                        table.add(Integer.parseInt(ends[0], 16));
                        table.add(Integer.parseInt(ends[ends.length - 1], 16));
                    }
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("saslprep.txt is part of this bundle", e);
        }
        Map<String, int[]> tables = new HashMap<>();
        lists.forEach((name, list) ->
                tables.put(name, list.stream().mapToInt(Integer::intValue).toArray()));
        return tables;
    }
}
