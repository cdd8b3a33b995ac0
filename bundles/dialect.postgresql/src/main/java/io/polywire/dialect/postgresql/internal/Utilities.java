package io.polywire.dialect.postgresql.internal;

import static io.polywire.dialect.postgresql.internal.Keyword.*;

import io.polywire.sql.tree.Behavior;
import io.polywire.sql.tree.Call;
import io.polywire.sql.tree.ColumnReference;
import io.polywire.sql.tree.CreateTableAs;
import io.polywire.sql.tree.Do;
import io.polywire.sql.tree.Explain;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.Literal;
import io.polywire.sql.tree.LockTable;
import io.polywire.sql.tree.MaintainedTable;
import io.polywire.sql.tree.Maintenance;
import io.polywire.sql.tree.NamedTable;
import io.polywire.sql.tree.ObjectKind;
import io.polywire.sql.tree.Option;
import io.polywire.sql.tree.Persistence;
import io.polywire.sql.tree.QualifiedName;
import io.polywire.sql.tree.StatementBody;
import io.polywire.sql.tree.Truncate;
import java.util.ArrayList;
import java.util.List;

/** EXPLAIN, VACUUM, ANALYZE, CLUSTER, REINDEX, CHECKPOINT, LOCK, TRUNCATE, CALL, DO. */
final class Utilities extends Rules {
    Utilities(PgParser parser) {
        super(parser);
    }

    Explain explain() {
        int start = start();
        cursor.advance();
        List<Option> options = new ArrayList<>(2);
        if (is('(') && !parser.queries.beginsBehindParentheses()) {
            options.addAll(parser.options.utility());
        } else {
            flag(options, "analyze", ANALYZE, ANALYSE);
            flag(options, "verbose", VERBOSE, VERBOSE);
        }
        boolean analyze = false;
        for (Option o : options) {
            if (o.name().last().name().equals("analyze")) {
                analyze = isTrue(o.value());
            }
        }
        return new Explain(options, analyze, explainable(), start, end());
    }

    /** DO: its body and its language come in any order. */
    Do block() {
        int start = start();
        cursor.advance();
        Literal body = null;
        String language = null;
        while (is(Tokens.STRING) || is(LANGUAGE)) {
            int at = start();
            if (accept(LANGUAGE)) {
                if (language != null) {
                    throw failure("conflicting or redundant options", at);
                }
                language = is(Tokens.STRING) ? string().value() : nonReserved().name();
            } else {
                if (body != null) {
                    throw failure("conflicting or redundant options", at);
                }
                body = string();
            }
        }
        if (!is(';') && !is(Tokens.END)) {
            throw syntax();
        }
        if (body == null) {
            throw syntax();
        }
        return new Do(body, language, start, end());
    }

    private void flag(List<Option> options, String name, Keyword word, Keyword other) {
        int start = start();
        if (accept(word) || accept(other)) {
            options.add(Options.named(name, null, start, end()));
        }
    }

    private static boolean isTrue(Expression value) {
        if (value == null) {
            return true;
        }
        String text = value instanceof Literal l
                ? l.value()
                : value instanceof ColumnReference c ? c.parts().get(0).name() : "";
        return text.equalsIgnoreCase("true") || text.equalsIgnoreCase("on") || text.equals("1");
    }

    /** ExplainableStmt. */
    private StatementBody explainable() {
        Keyword k = word();
        if (k == null) {
            return parser.preparable();
        }
        switch (k) {
            case DECLARE:
                return parser.session.declare();
            case EXECUTE:
                return parser.session.execute();
            case REFRESH:
                return parser.definitions.refresh();
            case CREATE:
                int start = start();
                cursor.advance();
                Persistence p = persistence();
                if (is(MATERIALIZED)) {
                    return parser.definitions.materializedView(p, start);
                }
                StatementBody table = parser.tables.create(p, start);
                if (!(table instanceof CreateTableAs)) {
                    throw syntax();
                }
                return table;
            default:
                return parser.preparable();
        }
    }

    Maintenance vacuum() {
        int start = start();
        cursor.advance();
        List<Option> options = new ArrayList<>(2);
        if (is('(')) {
            options.addAll(parser.options.utility());
        } else {
            flag(options, "full", FULL, FULL);
            flag(options, "freeze", FREEZE, FREEZE);
            flag(options, "verbose", VERBOSE, VERBOSE);
            flag(options, "analyze", ANALYZE, ANALYSE);
        }
        return new Maintenance(Maintenance.Task.VACUUM, options, null, tables(), start, end());
    }

    Maintenance analyze() {
        int start = start();
        cursor.advance();
        List<Option> options = new ArrayList<>(1);
        if (is('(')) {
            options.addAll(parser.options.utility());
        } else {
            flag(options, "verbose", VERBOSE, VERBOSE);
        }
        return new Maintenance(Maintenance.Task.ANALYZE, options, null, tables(), start, end());
    }

    private List<MaintainedTable> tables() {
        if (!isColumnName()) {
            return List.of();
        }
        return list(() -> {
            int start = start();
            QualifiedName name = qualifiedName();
            return new MaintainedTable(name, columnList(), null, start, end());
        });
    }

    Maintenance cluster() {
        int start = start();
        cursor.advance();
        List<Option> options = new ArrayList<>(1);
        boolean listed = is('(');
        if (listed) {
            options.addAll(parser.options.utility());
        } else {
            flag(options, "verbose", VERBOSE, VERBOSE);
        }
        if (!listed && !isColumnName()) {
            return new Maintenance(Maintenance.Task.CLUSTER, options, null, List.of(), start, end());
        }
        int at = start();
        QualifiedName name = qualifiedName();
        Identifier index = null;
        if (accept(USING)) {
            index = name();
        } else if (!listed && name.parts().size() == 1 && accept(ON)) {
            index = name.last();
            name = qualifiedName();
        }
        MaintainedTable table = new MaintainedTable(name, List.of(), index, at, end());
        return new Maintenance(Maintenance.Task.CLUSTER, options, null, List.of(table), start, end());
    }

    Maintenance reindex() {
        int start = start();
        cursor.advance();
        List<Option> options = new ArrayList<>(1);
        if (is('(')) {
            options.addAll(parser.options.utility());
        }
        ObjectKind kind = is(INDEX)
                ? ObjectKind.INDEX
                : is(TABLE)
                        ? ObjectKind.TABLE
                        : is(SCHEMA)
                                ? ObjectKind.SCHEMA
                                : is(SYSTEM) ? ObjectKind.SYSTEM : is(DATABASE) ? ObjectKind.DATABASE : null;
        if (kind == null) {
            throw syntax();
        }
        cursor.advance();
        flag(options, "concurrently", CONCURRENTLY, CONCURRENTLY);
        int at = start();
        QualifiedName name =
                kind == ObjectKind.INDEX || kind == ObjectKind.TABLE ? qualifiedName() : Objects.single(name());
        MaintainedTable table = new MaintainedTable(name, List.of(), null, at, end());
        return new Maintenance(Maintenance.Task.REINDEX, options, kind, List.of(table), start, end());
    }

    Maintenance checkpoint() {
        int start = start();
        cursor.advance();
        return new Maintenance(Maintenance.Task.CHECKPOINT, List.of(), null, List.of(), start, end());
    }

    LockTable lock() {
        int start = start();
        cursor.advance();
        accept(TABLE);
        List<NamedTable> tables = list(() -> parser.from.relation(null));
        LockTable.Mode mode = LockTable.Mode.ACCESS_EXCLUSIVE;
        if (accept(IN)) {
            mode = lockMode();
            expect(MODE);
        }
        return new LockTable(tables, mode, accept(NOWAIT), start, end());
    }

    private LockTable.Mode lockMode() {
        if (accept(ACCESS)) {
            if (accept(SHARE)) {
                return LockTable.Mode.ACCESS_SHARE;
            }
            expect(EXCLUSIVE);
            return LockTable.Mode.ACCESS_EXCLUSIVE;
        }
        if (accept(ROW)) {
            if (accept(SHARE)) {
                return LockTable.Mode.ROW_SHARE;
            }
            expect(EXCLUSIVE);
            return LockTable.Mode.ROW_EXCLUSIVE;
        }
        if (accept(SHARE)) {
            if (accept(UPDATE)) {
                expect(EXCLUSIVE);
                return LockTable.Mode.SHARE_UPDATE_EXCLUSIVE;
            }
            if (accept(ROW)) {
                expect(EXCLUSIVE);
                return LockTable.Mode.SHARE_ROW_EXCLUSIVE;
            }
            return LockTable.Mode.SHARE;
        }
        expect(EXCLUSIVE);
        return LockTable.Mode.EXCLUSIVE;
    }

    Truncate truncate() {
        int start = start();
        cursor.advance();
        accept(TABLE);
        List<NamedTable> tables = list(() -> parser.from.relation(null));
        boolean restart = false;
        if (accept(RESTART)) {
            expect(IDENTITY);
            restart = true;
        } else if (accept(CONTINUE)) {
            expect(IDENTITY);
        }
        Behavior behavior = behavior();
        return new Truncate(tables, restart, behavior, start, end());
    }

    Call call() {
        int start = start();
        cursor.advance();
        return new Call(parser.functions.plainCall(functionName()), start, end());
    }
}
