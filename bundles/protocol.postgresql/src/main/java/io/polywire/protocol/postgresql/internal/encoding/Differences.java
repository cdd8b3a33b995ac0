package io.polywire.protocol.postgresql.internal.encoding;

import io.polywire.api.value.TextEncoding;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Where PostgreSQL 15 converts otherwise than Java does, from {@code differences.txt}. It was recorded by asking
 * PostgreSQL for each character in both directions.
 *
 * <pre>
 *   EUC_JP             an encoding
 *   &lt; a1bd 2015        these bytes are this character
 *   &lt; f9a1-f9fe -      these bytes are none
 *   &gt; 2116 ade2        this character is these bytes
 *   &gt; e000-f8ff -      these characters are none
 * </pre>
 */
final class Differences {
    private static final String FILE = "differences.txt";

    private record Line(boolean toUnicode, int from, int to, int value) {}

    private final List<Line> lines = new ArrayList<>();

    private Differences() {}

    static Differences of(TextEncoding encoding) {
        Differences d = new Differences();
        boolean here = false;
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(Differences.class.getResourceAsStream(FILE), StandardCharsets.US_ASCII))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith("<") || line.startsWith(">")) {
                    if (here) {
                        d.lines.add(read(line.split(" ")));
                    }
                } else if (!line.startsWith("#")) {
                    here = line.equals(encoding.name());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return d;
    }

    private static Line read(String[] words) {
        String[] range = words[1].split("-");
        int from = Integer.parseUnsignedInt(range[0], 16);
        int to = Integer.parseUnsignedInt(range[range.length - 1], 16);
        int value = words[2].equals("-") ? 0 : Integer.parseUnsignedInt(words[2], 16);
        return new Line(words[0].equals("<"), from, to, value);
    }

    void apply(CodePage page) {
        for (Line l : lines) {
            if (l.toUnicode) {
                page.setCharacters(l.from, l.to, l.value);
            } else {
                page.setBytes(l.from, l.to, l.value);
            }
        }
    }
}
