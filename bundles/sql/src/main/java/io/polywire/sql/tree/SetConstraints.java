package io.polywire.sql.tree;

import java.util.List;

/**
 * SET CONSTRAINTS.
 *
 * @param names empty for all
 * @param deferred or immediate
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record SetConstraints(List<QualifiedName> names, boolean deferred, int start, int end) implements StatementBody {
    /** Copies the lists. */
    public SetConstraints {
        names = List.copyOf(names);
    }

    @Override
    public String command() {
        return "SET CONSTRAINTS";
    }
}
