package io.polywire.dialect.postgresql.internal;

import static io.polywire.dialect.postgresql.internal.Keyword.*;

import io.polywire.api.error.SqlFailure;

/** Statements that are known by their leading words and refused by name. */
final class Refusals extends Rules {
    Refusals(PgParser parser) {
        super(parser);
    }

    /** Behind CREATE [OR REPLACE]. */
    SqlFailure create(Keyword k) {
        String what = object(k);
        if (what == null) {
            switch (k) {
                case CONSTRAINT -> what = "CONSTRAINT TRIGGER";
                case TRIGGER, RULE, POLICY, COLLATION, CONVERSION, STATISTICS, SERVER, PUBLICATION -> what = k.name();
                case LANGUAGE, TRUSTED, PROCEDURAL -> what = "LANGUAGE";
                case DEFAULT -> what = "CONVERSION";
                default -> {}
            }
        }
        return what == null ? syntax() : unsupported("CREATE " + what);
    }

    /** Behind DROP. */
    SqlFailure drop(Keyword k) {
        String what = object(k);
        return what == null ? syntax() : unsupported("DROP " + what);
    }

    /** Behind COMMENT ON. */
    SqlFailure comment(Keyword k) {
        String what = object(k);
        return what == null ? syntax() : unsupported("COMMENT ON " + what);
    }

    /** Behind ALTER. */
    SqlFailure alter(Keyword k) {
        String what = object(k);
        if (what == null && k != null) {
            switch (k) {
                case TRIGGER,
                        RULE,
                        POLICY,
                        EXTENSION,
                        COLLATION,
                        CONVERSION,
                        STATISTICS,
                        SERVER,
                        PUBLICATION,
                        LANGUAGE,
                        SYSTEM,
                        CONSTRAINT -> what = k.name();
                case PROCEDURAL -> what = "LANGUAGE";
                default -> {}
            }
        }
        return what == null || k == CONSTRAINT ? syntax() : unsupported("ALTER " + what);
    }

    /** Objects that no statement here deals with. */
    private String object(Keyword k) {
        if (k == null) {
            return null;
        }
        switch (k) {
            case AGGREGATE, CAST, OPERATOR, SUBSCRIPTION, TABLESPACE, TRANSFORM:
                return k.name();
            case ACCESS:
                return next(1, METHOD) ? "ACCESS METHOD" : null;
            case EVENT:
                return next(1, TRIGGER) ? "EVENT TRIGGER" : null;
            case FOREIGN:
                return next(1, DATA) ? "FOREIGN DATA WRAPPER" : next(1, TABLE) ? "FOREIGN TABLE" : null;
            case TEXT:
                return next(1, SEARCH) ? "TEXT SEARCH" : null;
            case LARGE:
                return next(1, OBJECT) ? "LARGE OBJECT" : null;
            case USER:
                return next(1, MAPPING) ? "USER MAPPING" : null;
            default:
                return null;
        }
    }

    /** A statement that begins with a word. */
    SqlFailure statement(Keyword k) {
        switch (k) {
            case LOAD:
                return unsupported(k.name());
            case SECURITY:
                return next(1, LABEL) ? unsupported("SECURITY LABEL") : syntaxBehind();
            case IMPORT:
                return next(1, FOREIGN) ? unsupported("IMPORT FOREIGN SCHEMA") : syntaxBehind();
            default:
                return syntax();
        }
    }

    private SqlFailure syntaxBehind() {
        cursor.advance();
        return syntax();
    }
}
