package io.polywire.sql.tree;

import io.polywire.api.storage.Access;
import java.util.List;

/**
 * ALTER GROUP ... ADD or DROP USER.
 *
 * @param group the group
 * @param add or drop
 * @param members at least one
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record AlterGroup(RoleName group, boolean add, List<RoleName> members, int start, int end)
        implements StatementBody {
    /** Copies the lists. */
    public AlterGroup {
        members = List.copyOf(members);
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
