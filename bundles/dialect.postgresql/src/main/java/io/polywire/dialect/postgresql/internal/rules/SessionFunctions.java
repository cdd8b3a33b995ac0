package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.SessionParameter;
import io.polywire.sql.bound.SessionValue;

/** Functions that tell of the session. */
final class SessionFunctions {
    private SessionFunctions() {}

    static void register(Registry r) {
        r.function("current_schema", (a, t) -> new BoundConstant("public", PgTypes.NAME), PgTypes.NAME);
        r.function(
                "current_database", (a, t) -> new SessionParameter(SessionValue.DATABASE, PgTypes.NAME), PgTypes.NAME);
    }
}
