package io.polywire.sql.tree;

import io.polywire.api.storage.Access;
import java.util.List;

/**
 * DROP ROLE, USER or GROUP.
 *
 * @param ifExists whether it is no failure if one is not there
 * @param roles at least one
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record DropRole(boolean ifExists, List<RoleName> roles, int start, int end) implements StatementBody {
    /** Copies the lists. */
    public DropRole {
        roles = List.copyOf(roles);
    }

    @Override
    public String command() {
        return "DROP ROLE";
    }

    @Override
    public Access access() {
        return Access.SCHEMA;
    }
}
