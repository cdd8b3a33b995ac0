package io.polywire.sql.tree;

import io.polywire.api.storage.Access;
import java.util.List;

/**
 * ALTER DEFAULT PRIVILEGES.
 *
 * @param owners whose objects; empty for the current role
 * @param schemas where; empty for everywhere
 * @param grant what; it has a kind and no objects
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record DefaultPrivileges(List<RoleName> owners, List<Identifier> schemas, Grant grant, int start, int end)
        implements StatementBody {
    /** Copies the lists. */
    public DefaultPrivileges {
        owners = List.copyOf(owners);
        schemas = List.copyOf(schemas);
    }

    @Override
    public String command() {
        return "ALTER DEFAULT PRIVILEGES";
    }

    @Override
    public Access access() {
        return Access.SCHEMA;
    }
}
