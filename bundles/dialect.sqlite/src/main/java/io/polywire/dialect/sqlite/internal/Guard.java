package io.polywire.dialect.sqlite.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.dialect.sqlite.internal.SqliteLexer.Kind;
import java.util.Locale;

/**
 * Looks at every token of a statement for what must not be reached from a client: Polywire's own metadata, the raw pages
 * of the file, extensions, pragmas as tables that are refused as statements.
 */
final class Guard {
    /** Tables of Polywire's own in a user's file begin so. */
    static final String OWN = "_pw_";

    /** Whether a string literal that comes now can only be a value, never a name in quotes of the wrong kind. */
    private boolean valueExpected;

    /** Looks at a token. */
    void look(SqliteLexer lexer, Kind kind) {
        switch (kind) {
            case WORD, QUOTED -> name(lexer, lexer.name(kind));
            // SQLite takes a string for a name where the grammar wants one: FROM 'x' reads table x.
            case STRING -> {
                if (!valueExpected) {
                    own(lexer, lexer.name(kind));
                }
            }
            default -> {}
        }
        valueExpected = kind == Kind.OPERATOR
                || kind == Kind.WORD
                        && (lexer.isWord("LIKE")
                                || lexer.isWord("GLOB")
                                || lexer.isWord("ESCAPE")
                                || lexer.isWord("THEN")
                                || lexer.isWord("ELSE")
                                || lexer.isWord("WHEN")
                                || lexer.isWord("DEFAULT"));
    }

    private void name(SqliteLexer lexer, String name) {
        own(lexer, name);
        if (name.length() < 7) {
            return;
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.equals("load_extension")) {
            throw refused("loading an extension");
        }
        if (lower.equals("sqlite_dbpage") || lower.equals("sqlite_dbdata") || lower.equals("sqlite_dbptr")) {
            throw refused("reaching the pages of the file (" + lower + ")");
        }
        if (lower.startsWith("pragma_") && !Pragmas.asTable(lower.substring(7))) {
            throw refused("PRAGMA " + lower.substring(7) + " as a table");
        }
    }

    private static void own(SqliteLexer lexer, String name) {
        if (name.regionMatches(true, 0, OWN, 0, OWN.length())) {
            throw SqlFailure.build(
                            FailureKind.PRIVILEGE, "names that begin with " + OWN + " are Polywire's own metadata")
                    .hint("Use another name; a value goes in as a parameter.")
                    .position(lexer.syntax("", lexer.start()).position())
                    .build();
        }
    }

    static SqlFailure refused(String what) {
        return SqlFailure.unsupported(what);
    }
}
