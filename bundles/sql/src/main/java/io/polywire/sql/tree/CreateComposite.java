package io.polywire.sql.tree;

import io.polywire.api.storage.Access;
import java.util.List;

/**
 * CREATE TYPE of a composite type.
 *
 * @param name the type
 * @param attributes without constraints; may be empty
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record CreateComposite(QualifiedName name, List<ColumnDefinition> attributes, int start, int end)
        implements StatementBody {
    /** Copies the list. */
    public CreateComposite {
        attributes = List.copyOf(attributes);
    }

    @Override
    public String command() {
        return "CREATE TYPE";
    }

    @Override
    public Access access() {
        return Access.SCHEMA;
    }
}
