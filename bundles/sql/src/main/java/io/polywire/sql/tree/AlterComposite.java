package io.polywire.sql.tree;

import io.polywire.api.storage.Access;
import java.util.List;

/**
 * ALTER TYPE with attributes of a composite type.
 *
 * @param name the type
 * @param actions those of columns: attributes added, dropped, and of another type
 * @param cascade whether an action says CASCADE
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record AlterComposite(QualifiedName name, List<AlterTableAction> actions, boolean cascade, int start, int end)
        implements StatementBody {
    /** Copies the list. */
    public AlterComposite {
        actions = List.copyOf(actions);
    }

    @Override
    public String command() {
        return "ALTER TYPE";
    }

    @Override
    public Access access() {
        return Access.SCHEMA;
    }
}
