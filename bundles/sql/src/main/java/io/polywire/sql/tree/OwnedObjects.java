package io.polywire.sql.tree;

import io.polywire.api.storage.Access;
import java.util.List;

/**
 * DROP OWNED and REASSIGN OWNED.
 *
 * @param owners at least one
 * @param newOwner null drops
 * @param behavior for DROP
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record OwnedObjects(List<RoleName> owners, RoleName newOwner, Behavior behavior, int start, int end)
        implements StatementBody {
    /** Copies the lists. */
    public OwnedObjects {
        owners = List.copyOf(owners);
    }

    @Override
    public String command() {
        return newOwner == null ? "DROP OWNED" : "REASSIGN OWNED";
    }

    @Override
    public Access access() {
        return Access.SCHEMA;
    }
}
