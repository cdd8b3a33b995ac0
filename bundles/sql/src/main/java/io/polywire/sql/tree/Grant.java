package io.polywire.sql.tree;

import io.polywire.api.storage.Access;
import java.util.List;

/**
 * GRANT and REVOKE.
 *
 * @param grant or revoke
 * @param optionOnly REVOKE GRANT OPTION FOR, REVOKE ADMIN OPTION FOR
 * @param privileges at least one; roles if there are no objects
 * @param allInSchema whether the objects are schemas whose objects of that kind are meant
 * @param kind kind of the objects; null if roles are granted
 * @param objects empty if roles are granted
 * @param grantees at least one
 * @param withOption WITH GRANT OPTION, WITH ADMIN OPTION
 * @param grantedBy null if none
 * @param behavior for REVOKE
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record Grant(
        boolean grant,
        boolean optionOnly,
        List<Privilege> privileges,
        boolean allInSchema,
        ObjectKind kind,
        List<ObjectReference> objects,
        List<RoleName> grantees,
        boolean withOption,
        RoleName grantedBy,
        Behavior behavior,
        int start,
        int end)
        implements StatementBody {
    /** Whether roles are granted, and not privileges. */
    public boolean roles() {
        return kind == null;
    }

    /** Copies the lists. */
    public Grant {
        privileges = List.copyOf(privileges);
        objects = List.copyOf(objects);
        grantees = List.copyOf(grantees);
    }

    @Override
    public String command() {
        return (grant ? "GRANT" : "REVOKE") + (kind == null ? " ROLE" : "");
    }

    @Override
    public Access access() {
        return Access.SCHEMA;
    }
}
