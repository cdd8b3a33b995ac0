package io.polywire.storage.sqlite.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.storage.Access;

/** What a statement must not be, whatever its dialect let through. */
final class StatementRules {
    private StatementRules() {}

    static void check(StatementText text, String sql, Access access) {
        if (sql.indexOf('\0') >= 0) {
            throw SqlFailure.of(FailureKind.SYNTAX, "the statement holds a NUL character");
        }
        if (text.isSeveral()) {
            throw SqlFailure.of(FailureKind.SYNTAX, "more than one statement");
        }
        switch (text.kind()) {
            case TRANSACTION ->
                throw SqlFailure.of(
                        FailureKind.INTERNAL, "transaction control belongs to the session, not to a statement");
            case ATTACH -> throw SqlFailure.unsupported("ATTACH or DETACH of a database file");
            case INSERT, UPDATE, DELETE -> require(access, Access.WRITE);
            case SCHEMA -> require(access, Access.SCHEMA);
            case VACUUM -> require(access, Access.MAINTENANCE);
            default -> {
                // reads, as far as its first words go
            }
        }
    }

    private static void require(Access declared, Access needed) {
        if (declared.compareTo(needed) < 0) {
            throw SqlFailure.of(
                    FailureKind.READ_ONLY, "the statement does more than it was let through for (" + declared + ")");
        }
    }
}
