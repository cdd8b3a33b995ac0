package io.polywire.sql.tree;

import io.polywire.api.storage.Access;
import java.util.List;

/**
 * LOCK TABLE.
 *
 * @param tables at least one
 * @param mode how strong
 * @param noWait whether waiting is a failure
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record LockTable(List<NamedTable> tables, Mode mode, boolean noWait, int start, int end)
        implements StatementBody {
    /** How strong a table lock is. */
    public enum Mode {
        ACCESS_SHARE,
        ROW_SHARE,
        ROW_EXCLUSIVE,
        SHARE_UPDATE_EXCLUSIVE,
        SHARE,
        SHARE_ROW_EXCLUSIVE,
        EXCLUSIVE,
        ACCESS_EXCLUSIVE
    }

    /** Copies the lists. */
    public LockTable {
        tables = List.copyOf(tables);
    }

    @Override
    public String command() {
        return "LOCK TABLE";
    }

    @Override
    public Access access() {
        return Access.WRITE;
    }
}
