package io.polywire.sql.tree;

import io.polywire.api.storage.Access;
import java.util.List;

/**
 * ALTER ROLE with options.
 *
 * @param role the role
 * @param options may be empty
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record AlterRole(RoleName role, List<RoleOption> options, int start, int end) implements StatementBody {
    /** Copies the lists. */
    public AlterRole {
        options = List.copyOf(options);
    }

    @Override
    public String command() {
        return "ALTER ROLE";
    }

    @Override
    public Access access() {
        return Access.SCHEMA;
    }
}
