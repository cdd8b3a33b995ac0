package io.polywire.sql.tree;

import io.polywire.api.storage.Access;
import java.util.List;

/**
 * INSERT.
 *
 * @param with null if none
 * @param target with its alias
 * @param columns column references, or fields and elements of them; empty if none were written
 * @param overriding what is done about identity columns
 * @param source the rows; null for DEFAULT VALUES
 * @param condition of a COPY: which rows are put in, when all their columns have values; null for all
 * @param onConflict null if none
 * @param returning may be empty
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record Insert(
        With with,
        NamedTable target,
        List<Expression> columns,
        Overriding overriding,
        Query source,
        Expression condition,
        OnConflict onConflict,
        List<SelectItem> returning,
        int start,
        int end)
        implements StatementBody {
    /** What is done about values for identity columns. */
    public enum Overriding {
        NONE,
        USER,
        SYSTEM
    }

    /** Copies the lists. */
    public Insert {
        columns = List.copyOf(columns);
        returning = List.copyOf(returning);
    }

    /** The same with a condition. */
    public Insert where(Expression rows) {
        return new Insert(with, target, columns, overriding, source, rows, onConflict, returning, start, end);
    }

    @Override
    public String command() {
        return "INSERT";
    }

    @Override
    public Access access() {
        return Access.WRITE;
    }
}
