package io.polywire.router.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Column;
import io.polywire.api.session.Parameters;
import io.polywire.api.session.Portal;
import io.polywire.api.session.Prepared;
import io.polywire.api.type.Type;
import io.polywire.sql.tree.CreateSchema;
import io.polywire.sql.tree.Do;
import io.polywire.sql.tree.Execute;
import io.polywire.sql.tree.FetchCursor;
import io.polywire.sql.tree.OwnedObjects;
import io.polywire.sql.tree.ParsedStatement;
import io.polywire.sql.tree.Statement;
import java.util.List;

/** A statement about a named statement or cursor: PREPARE, EXECUTE, DECLARE, FETCH, MOVE; or DO. */
abstract class NamedPrepared implements Prepared {
    private final RouterSession session;
    private final String text;
    private final String command;
    private final List<Column> columns;

    /** @param columns of the rows that it returns; null if it returns none */
    NamedPrepared(RouterSession session, String text, String command, List<Column> columns) {
        this.session = session;
        this.text = text;
        this.command = command;
        this.columns = columns;
    }

    /** Those of them that need nothing of the database to be prepared; null for another. */
    static NamedPrepared of(RouterSession session, Statement tree, String text) {
        if (!(tree instanceof ParsedStatement p)) {
            return null;
        }
        if (p.body() instanceof Execute e) {
            if (p.parameterCount() > 0) {
                throw SqlFailure.build(FailureKind.SEMANTIC, "there is no parameter $1")
                        .sqlState("42P02")
                        .build();
            }
            return new ExecuteStatement(session, text, p, e);
        }
        if (p.body() instanceof Do d) {
            return DoStatement.of(session, text, d);
        }
        if (p.body() instanceof CreateSchema c && !c.elements().isEmpty()) {
            return DoStatement.of(session, text, c);
        }
        if (p.body() instanceof OwnedObjects o && o.newOwner() == null && !session.isQuiet()) {
            return DoStatement.of(session, text, new OwnedDrops(session, text, o));
        }
        return p.body() instanceof FetchCursor f ? new FetchStatement(session, text, f) : null;
    }

    RouterSession session() {
        return session;
    }

    String text() {
        return text;
    }

    /** A portal of it; the values are as many as {@link #parameters}. */
    abstract Portal bind(Parameters parameters);

    /**
     * Looks whether rows come with the columns that the client was told of.
     *
     * @throws SqlFailure 0A000 if not
     */
    void refuseOther(List<Column> now, boolean rows) {
        if (rows != returnsRows() || rows && !Origins.alike(now, columns)) {
            throw SqlFailure.of(FailureKind.STALE_PLAN, "cached plan must not change result type");
        }
    }

    @Override
    public List<Column> columns() {
        return columns == null ? List.of() : columns;
    }

    @Override
    public List<Type> parameters() {
        return List.of();
    }

    @Override
    public int weight() {
        return (int) Math.min(Integer.MAX_VALUE, SessionMemory.ENTRY + 4L * text.length());
    }

    @Override
    public String command() {
        return command;
    }

    @Override
    public boolean returnsRows() {
        return columns != null;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }
}
