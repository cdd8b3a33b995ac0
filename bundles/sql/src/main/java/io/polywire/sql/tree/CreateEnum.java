package io.polywire.sql.tree;

import io.polywire.api.storage.Access;
import java.util.List;

/**
 * CREATE TYPE AS ENUM.
 *
 * @param name its name
 * @param labels may be empty
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record CreateEnum(QualifiedName name, List<Literal> labels, int start, int end) implements StatementBody {
    /** Copies the lists. */
    public CreateEnum {
        labels = List.copyOf(labels);
    }

    @Override
    public String command() {
        return "CREATE TYPE";
    }

    @Override
    public Access access() {
        return Access.SCHEMA;
    }
}
