package io.polywire.dialect.sqlite.internal.pass;

import io.polywire.api.storage.Access;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.StorageStatement;
import io.polywire.api.storage.TemporaryUse;
import io.polywire.api.type.Type;
import io.polywire.dialect.sqlite.internal.foreign.IntegerTimes;
import io.polywire.dialect.sqlite.internal.render.Fragments;
import io.polywire.dialect.sqlite.internal.syntax.Command;
import io.polywire.dialect.sqlite.internal.syntax.Parser;
import io.polywire.sql.Dialect;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.plan.Passed;
import io.polywire.sql.right.Needs;
import io.polywire.sql.tree.OpaqueStatement;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Finds out what a statement of SQLite means to a file with metadata, and writes it anew where that asks for it. */
public final class StatementPass {
    private final OpaqueStatement statement;
    private final Context context;
    private final Views views;
    private final StorageStatement asItStands;

    private StatementPass(OpaqueStatement statement, Context context, Lease lease) {
        this.statement = statement;
        this.context = context;
        this.views = new Views(context, lease);
        this.asItStands = new StorageStatement(statement.text(), statement.access(), statement.parameterCount());
    }

    /** As {@link Dialect#pass}. */
    public static Passed pass(
            OpaqueStatement statement,
            CatalogSnapshot catalog,
            Lease lease,
            IntegerTimes times,
            Function<String, Dialect> dialects) {
        Fragments fragments = new Fragments(statement.parameterCount(), times);
        Context context = new Context(statement.text(), catalog, dialects, fragments);
        return new StatementPass(statement, context, lease).pass(Parser.parse(statement.text()));
    }

    private Passed pass(Command c) {
        if (c instanceof Command.Explain e) {
            return explained(e);
        }
        if (c instanceof Command.Selects
                || c instanceof Command.Insert
                || c instanceof Command.Update
                || c instanceof Command.Delete) {
            ChangePass p = new ChangePass(context, views);
            return done(rows(c, p), p.types, statement.access());
        }
        SchemaPass schema = new SchemaPass(context, views);
        if (c instanceof Command.CreateTable s) {
            return schema.table(s, asItStands);
        }
        if (c instanceof Command.CreateView s) {
            return schema.view(s, asItStands);
        }
        if (c instanceof Command.CreateIndex s) {
            return schema.index(s, asItStands);
        }
        if (c instanceof Command.CreateTrigger s) {
            return schema.trigger(s);
        }
        if (c instanceof Command.CreateVirtualTable s) {
            return schema.virtual(s);
        }
        if (c instanceof Command.Drop s) {
            return schema.drop(s, asItStands);
        }
        return c instanceof Command.AlterTable s ? schema.alter(s, asItStands) : null;
    }

    private static String rows(Command c, ChangePass p) {
        if (c instanceof Command.Selects s) {
            p.top(s.query());
            return p.text(s.query());
        }
        if (c instanceof Command.Insert s) {
            return p.insert(s);
        }
        return c instanceof Command.Update s ? p.update(s) : p.delete((Command.Delete) c);
    }

    private Passed explained(Command.Explain e) {
        Command c = e.explained();
        if (!(c instanceof Command.Selects
                || c instanceof Command.Insert
                || c instanceof Command.Update
                || c instanceof Command.Delete)) {
            return null;
        }
        ChangePass p = new ChangePass(context, views);
        String text = context.text.substring(e.start(), c.start()) + rows(c, p);
        return done(text, Map.of(), Access.READ);
    }

    private Passed done(String text, Map<Integer, Type> types, Access access) {
        Fragments f = context.fragments;
        Needs needs = context.allNeeds(List.of(), false);
        if (f.isEmpty() && !context.rewritten) {
            return new Passed(asItStands, List.of(), types, List.of(), needs, null, null);
        }
        StorageStatement s = new StorageStatement(
                text,
                access,
                statement.parameterCount() + f.hidden().size(),
                f.functions(),
                List.of(),
                TemporaryUse.NONE,
                true);
        return new Passed(s, f.hidden(), types, List.of(), needs, null, null);
    }
}
