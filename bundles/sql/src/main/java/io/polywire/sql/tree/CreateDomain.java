package io.polywire.sql.tree;

import io.polywire.api.storage.Access;
import java.util.List;

/**
 * CREATE DOMAIN.
 *
 * @param name its name
 * @param type what it is made of
 * @param collation null if none
 * @param constraints may be empty
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record CreateDomain(
        QualifiedName name, TypeName type, QualifiedName collation, List<Constraint> constraints, int start, int end)
        implements StatementBody {
    /** Copies the lists. */
    public CreateDomain {
        constraints = List.copyOf(constraints);
    }

    @Override
    public String command() {
        return "CREATE DOMAIN";
    }

    @Override
    public Access access() {
        return Access.SCHEMA;
    }
}
