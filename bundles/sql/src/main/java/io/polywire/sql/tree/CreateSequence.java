package io.polywire.sql.tree;

import io.polywire.api.storage.Access;
import java.util.List;

/**
 * CREATE SEQUENCE.
 *
 * @param persistence what becomes of it
 * @param ifNotExists whether it is no failure if it is there
 * @param name its name
 * @param options may be empty
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record CreateSequence(
        Persistence persistence,
        boolean ifNotExists,
        QualifiedName name,
        List<SequenceOption> options,
        int start,
        int end)
        implements StatementBody {
    /** Copies the lists. */
    public CreateSequence {
        options = List.copyOf(options);
    }

    @Override
    public String command() {
        return "CREATE SEQUENCE";
    }

    @Override
    public Access access() {
        return Access.SCHEMA;
    }
}
