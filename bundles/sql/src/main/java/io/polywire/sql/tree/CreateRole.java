package io.polywire.sql.tree;

import io.polywire.api.storage.Access;
import java.util.List;

/**
 * CREATE ROLE, USER or GROUP.
 *
 * @param kind ROLE, USER or GROUP
 * @param name its name
 * @param options may be empty
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record CreateRole(ObjectKind kind, Identifier name, List<RoleOption> options, int start, int end)
        implements StatementBody {
    /** Copies the lists. */
    public CreateRole {
        options = List.copyOf(options);
    }

    @Override
    public String command() {
        return "CREATE ROLE";
    }

    @Override
    public Access access() {
        return Access.SCHEMA;
    }
}
