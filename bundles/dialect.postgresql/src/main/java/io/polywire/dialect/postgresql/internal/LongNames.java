package io.polywire.dialect.postgresql.internal;

import io.polywire.api.error.Notice;
import java.util.ArrayList;
import java.util.List;

/** Tells of names that are cut to 63 bytes (truncate_identifier of scansup.c). */
final class LongNames {
    private LongNames() {}

    /** A notice for each; the text is read as a whole only where a name may be so long. */
    static List<Notice> notices(String text) {
        if (!mayHave(text)) {
            return List.of();
        }
        List<Notice> notices = new ArrayList<>();
        Tokens tokens = PgLexer.lex(text, true);
        for (int i = 0; i < tokens.count; i++) {
            if (tokens.kinds[i] != Tokens.IDENTIFIER || tokens.ends[i] - tokens.starts[i] <= Names.MAX_BYTES / 3) {
                continue;
            }
            String whole = tokens.whole(i);
            String cut = Names.truncate(whole);
            if (cut.length() < whole.length()) {
                notices.add(new Notice(
                        Notice.Severity.NOTICE,
                        "42622",
                        "identifier \"" + whole + "\" will be truncated to \"" + cut + "\"",
                        null,
                        null));
            }
        }
        return notices;
    }

    /** Whether a run of letters is, or stands between two double quotes, that may have more than 63 bytes. */
    private static boolean mayHave(String text) {
        int n = text.length();
        if (n * 3L <= Names.MAX_BYTES) {
            return false;
        }
        int word = 0;
        int quote = -1;
        int quoted = 0;
        for (int i = 0; i < n; i++) {
            char c = text.charAt(i);
            int bytes = c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
            boolean letter = c >= 0x80 || c == '_' || c == '$' || Character.isLetterOrDigit(c);
            word = letter ? word + bytes : 0;
            quoted += bytes;
            if (word > Names.MAX_BYTES) {
                return true;
            }
            if (c == '"') {
                if (quote >= 0 && quoted > Names.MAX_BYTES) {
                    return true;
                }
                quote = i;
                quoted = 0;
            }
        }
        return false;
    }
}
