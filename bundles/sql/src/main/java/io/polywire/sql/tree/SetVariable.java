package io.polywire.sql.tree;

import java.util.List;

/**
 * SET of a setting.
 *
 * @param scope how long
 * @param name folded, with dots; "time zone" is "timezone"
 * @param values literals, words (column references), casts; empty for DEFAULT or FROM CURRENT
 * @param fromCurrent whether FROM CURRENT was written
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record SetVariable(Scope scope, String name, List<Expression> values, boolean fromCurrent, int start, int end)
        implements StatementBody {
    /** How long a setting holds. */
    public enum Scope {
        SESSION,
        LOCAL
    }

    /** Copies the lists. */
    public SetVariable {
        values = List.copyOf(values);
    }

    @Override
    public String command() {
        return "SET";
    }
}
