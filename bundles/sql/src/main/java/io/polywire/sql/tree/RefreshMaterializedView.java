package io.polywire.sql.tree;

import io.polywire.api.storage.Access;

/**
 * REFRESH MATERIALIZED VIEW.
 *
 * @param concurrently as written
 * @param name the view
 * @param withData whether it is filled
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record RefreshMaterializedView(boolean concurrently, QualifiedName name, boolean withData, int start, int end)
        implements StatementBody {
    @Override
    public String command() {
        return "REFRESH MATERIALIZED VIEW";
    }

    @Override
    public Access access() {
        return Access.SCHEMA;
    }
}
