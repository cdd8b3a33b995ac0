package io.polywire.sql.tree;

import io.polywire.api.storage.Access;
import java.util.List;

/**
 * DROP of schema objects.
 *
 * @param kind their kind
 * @param concurrently as written
 * @param ifExists whether it is no failure if one is not there
 * @param objects at least one
 * @param behavior what happens to what depends on them
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record Drop(
        ObjectKind kind,
        boolean concurrently,
        boolean ifExists,
        List<ObjectReference> objects,
        Behavior behavior,
        int start,
        int end)
        implements StatementBody {
    /** Copies the lists. */
    public Drop {
        objects = List.copyOf(objects);
    }

    @Override
    public String command() {
        return "DROP " + kind.words();
    }

    @Override
    public Access access() {
        return Access.SCHEMA;
    }
}
