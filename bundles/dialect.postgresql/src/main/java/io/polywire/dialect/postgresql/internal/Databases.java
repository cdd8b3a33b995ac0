package io.polywire.dialect.postgresql.internal;

import static io.polywire.dialect.postgresql.internal.Keyword.*;

import io.polywire.api.error.SqlFailure;
import io.polywire.sql.tree.AlterDatabase;
import io.polywire.sql.tree.AlterSettings;
import io.polywire.sql.tree.DatabaseStatement;
import io.polywire.sql.tree.DefaultValue;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.ObjectKind;
import io.polywire.sql.tree.ObjectReference;
import io.polywire.sql.tree.Option;
import io.polywire.sql.tree.StatementBody;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** CREATE, ALTER and DROP DATABASE. */
final class Databases extends Rules {
    Databases(PgParser parser) {
        super(parser);
    }

    /** Behind CREATE DATABASE. */
    DatabaseStatement create(int start) {
        String name = name().name();
        accept(WITH);
        List<Option> options = options();
        try {
            return DatabaseStatement.create(name, DatabaseOptions.owner(options, this), null, start, end());
        } catch (SqlFailure f) {
            // no matter of the grammar: statements before it still run
            return DatabaseStatement.create(name, null, f, start, end());
        }
    }

    /** Behind DROP DATABASE. */
    DatabaseStatement drop(int start) {
        boolean ifExists = is(IF) && next(1, EXISTS) && ifExists();
        Identifier name = name();
        boolean force = accept(WITH) || is('(');
        if (force) {
            parenthesized(() -> {
                expect(FORCE);
                return FORCE;
            });
        }
        return DatabaseStatement.drop(name.name(), ifExists, force, start, end());
    }

    /** ALTER DATABASE ... RENAME TO. */
    DatabaseStatement rename() {
        int start = start();
        expect(ALTER, DATABASE);
        String name = name().name();
        expect(RENAME, TO);
        return DatabaseStatement.rename(name, name().name(), start, end());
    }

    /** createdb_opt_list. */
    private List<Option> options() {
        List<Option> options = new ArrayList<>(2);
        while (is(Tokens.IDENTIFIER)
                || is(CONNECTION)
                || is(ENCODING)
                || is(LOCATION)
                || is(OWNER)
                || is(TABLESPACE)
                || is(TEMPLATE)) {
            int start = start();
            String name;
            if (accept(CONNECTION)) {
                expect(LIMIT);
                name = "connection_limit";
            } else {
                name = label().name().toLowerCase(Locale.ROOT);
            }
            accept('=');
            int at = start();
            Expression value = accept(DEFAULT) ? new DefaultValue(at, end()) : parser.options.simpleValue();
            options.add(Options.named(name, value, start, end()));
        }
        return options;
    }

    /** Behind ALTER DATABASE. */
    StatementBody alter(int start) {
        Identifier name = name();
        if (is(REFRESH)) {
            throw unsupported("REFRESH COLLATION VERSION");
        }
        if (is(SET) && next(1, TABLESPACE)) {
            throw unsupported("ALTER DATABASE ... SET TABLESPACE");
        }
        if (is(SET) || is(RESET)) {
            return new AlterSettings(null, name, false, parser.settings.setOrReset(), start, end());
        }
        if (is(OWNER) && next(1, TO)) {
            ObjectReference object = new ObjectReference(
                    ObjectKind.DATABASE, Objects.single(name), null, null, null, name.start(), name.end());
            return parser.definitions.common(object, start);
        }
        accept(WITH);
        return new AlterDatabase(name, options(), start, end());
    }
}
