package io.polywire.query;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.storage.Capability;
import io.polywire.api.storage.StorageStatement;
import io.polywire.sql.Dialect;
import io.polywire.sql.tree.ParsedStatement;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A statement, as a tree that the dialect of a storage writes down. Every value of a client is a parameter.
 *
 * @param tree a query of {@link io.polywire.sql.tree.Trees}
 * @param parameters in order, each a String or a Long
 * @param compatible whether it is as the original's, which only SQLite reads
 */
public record Query(io.polywire.sql.tree.Query tree, List<Object> parameters, boolean compatible) {
    /** Copies the parameters. */
    public Query {
        Objects.requireNonNull(tree, "tree");
        parameters = List.copyOf(parameters);
    }

    /**
     * The statement in the language of a storage, with parameters.
     *
     * @throws SqlFailure 0A000 for what that language has no words for
     */
    public StorageStatement statement(Dialect dialect, Set<Capability> capabilities) {
        if (compatible && !dialect.name().equals("sqlite")) {
            throw SqlFailure.unsupported("a query as the original's on a storage of dialect " + dialect.name());
        }
        return dialect.render(new ParsedStatement(tree, parameters.size()), capabilities);
    }

    /** The statement in SQLite's language, with a question mark for each parameter; for JDBC and for people. */
    public String text() {
        return new SqliteText(null, compatible ? '\'' : '"').query(tree).toString();
    }

    /**
     * The statement in SQLite's language with its parameters written out as literals, for a wire that has none. The names of
     * columns stand in single quotes, which SQLite takes for names there too: clients of that wire write everything outside of
     * these in lower case.
     *
     * @throws QueryException 1407 where a value holds a character that no literal can (NUL), or a semicolon, which a
     *     Wazuh-db client takes for the end of a statement even within quotes
     */
    public String literal() {
        return new SqliteText(parameters, '\'').query(tree).toString();
    }

    /** One value as a literal of SQLite: a number, or a text whose only special character, the quote, is doubled. */
    static String literal(Object value) {
        if (value instanceof Long) {
            return value.toString();
        }
        String text = (String) value;
        if (text.indexOf('\0') >= 0 || text.indexOf(';') >= 0) {
            throw new QueryException(QueryException.FORMAT, "Value has a character that cannot be sent");
        }
        return "'" + text.replace("'", "''") + "'";
    }
}
