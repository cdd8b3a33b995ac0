package io.polywire.dialect.sqlite.internal.render;

import io.polywire.api.storage.Access;
import io.polywire.api.type.TypeKind;
import io.polywire.dialect.sqlite.internal.foreign.IntegerTimes;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.plan.Rendered;
import io.polywire.sql.plan.Step;
import java.util.List;

/** Writes a bound statement. */
public final class SqliteRenderer {
    private final SqlText out;
    private final QueryRenderer queries;
    private final ChangeRenderer changes;
    private final int parameters;
    private final IntegerTimes times;

    private SqliteRenderer(int parameters, IntegerTimes times) {
        this.parameters = parameters;
        this.times = times;
        this.out = new SqlText(parameters);
        this.queries = new QueryRenderer(out, times);
        this.changes = new ChangeRenderer(out, queries);
    }

    /**
     * Writes a statement.
     *
     * @param parameters how many parameters the client's statement has
     * @param times what integers in columns of times of other programs are
     */
    public static Rendered render(BoundStatement statement, int parameters, IntegerTimes times) {
        return new SqliteRenderer(parameters, times).write(statement);
    }

    private Rendered write(BoundStatement statement) {
        if (statement instanceof BoundStatement.Selects s) {
            queries.write(s.query());
            return done(s.locks() ? Access.WRITE : Access.READ);
        }
        if (statement instanceof BoundStatement.Inserts s) {
            changes.insert(s);
            return done(Access.WRITE);
        }
        if (statement instanceof BoundStatement.Updates s) {
            changes.update(s);
            return done(Access.WRITE);
        }
        if (statement instanceof BoundStatement.Deletes s) {
            changes.delete(s);
            return done(Access.WRITE);
        }
        if (statement instanceof BoundStatement.Skips s) {
            changes.skips(s);
            return done(Access.WRITE);
        }
        if (statement instanceof BoundStatement.Program p) {
            return new Rendered(p.steps().stream().map(this::step).toList());
        }
        if (statement instanceof BoundStatement.ChangesSchema s) {
            return SchemaRenderer.render(s, parameters, times);
        }
        throw new IllegalArgumentException("a statement of " + statement.getClass());
    }

    private Step step(BoundStatement.Step s) {
        SqliteRenderer renderer = new SqliteRenderer(parameters, times);
        s.before().forEach(renderer.queries::kept);
        Rendered r = renderer.write(s.statement());
        List<TypeKind.Carrier> carriers = s.statement().outputs().stream()
                .map(o -> o.value().type().kind().carrier())
                .toList();
        return new Step(r.statement(), r.hidden(), s.slot(), carriers, s.counted(), s.shown(), s.key());
    }

    private Rendered done(Access access) {
        return new Rendered(out.statement(access, parameters + out.hidden().size()), out.hidden());
    }
}
