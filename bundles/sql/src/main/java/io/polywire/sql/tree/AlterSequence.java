package io.polywire.sql.tree;

import io.polywire.api.storage.Access;
import java.util.List;

/**
 * ALTER SEQUENCE with options.
 *
 * @param ifExists whether it is no failure if it is not there
 * @param name the sequence
 * @param options at least one
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record AlterSequence(boolean ifExists, QualifiedName name, List<SequenceOption> options, int start, int end)
        implements StatementBody {
    /** Copies the lists. */
    public AlterSequence {
        options = List.copyOf(options);
    }

    @Override
    public String command() {
        return "ALTER SEQUENCE";
    }

    @Override
    public Access access() {
        return Access.SCHEMA;
    }
}
