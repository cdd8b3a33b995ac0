package io.polywire.dialect.postgresql.internal;

import static io.polywire.dialect.postgresql.internal.Keyword.*;

import io.polywire.sql.tree.ColumnDefinition;
import io.polywire.sql.tree.ColumnOptions;
import io.polywire.sql.tree.CreateTable;
import io.polywire.sql.tree.CreateTableAs;
import io.polywire.sql.tree.Execute;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.LikeOption;
import io.polywire.sql.tree.LikeTable;
import io.polywire.sql.tree.OfTable;
import io.polywire.sql.tree.OnCommit;
import io.polywire.sql.tree.Option;
import io.polywire.sql.tree.Persistence;
import io.polywire.sql.tree.QualifiedName;
import io.polywire.sql.tree.StatementBody;
import io.polywire.sql.tree.TableElement;
import io.polywire.sql.tree.TypeName;
import java.util.ArrayList;
import java.util.List;

/** CREATE TABLE, with elements or AS. */
final class Tables extends Rules {
    Tables(PgParser parser) {
        super(parser);
    }

    /** Behind CREATE and what says how long it lives. */
    StatementBody create(Persistence persistence, int start) {
        expect(TABLE);
        boolean ifNotExists = ifNotExists();
        QualifiedName name = qualifiedName();
        if (is(PARTITION) && next(1, OF)) {
            throw unsupported("CREATE TABLE ... PARTITION OF");
        }
        List<TableElement> elements = is(OF) ? ofType() : null;
        List<Identifier> columns = List.of();
        if (elements == null && is('(')) {
            boolean names = tokens.isColumnName(cursor.at() + 1) && (next(2, ',') || next(2, ')'));
            if (names) {
                columns = columnList();
            } else {
                cursor.advance();
                elements = is(')') ? List.of() : list(this::element);
                expect(')');
                if (is(INHERITS)) {
                    throw unsupported("INHERITS");
                }
                if (is(PARTITION)) {
                    throw unsupported("PARTITION BY");
                }
            }
        }
        Identifier method = accept(USING) ? name() : null;
        List<Option> options = List.of();
        if (accept(WITH)) {
            options = parser.options.relationOptions();
        } else if (accept(WITHOUT)) {
            expect(OIDS);
        }
        OnCommit onCommit = onCommit();
        Identifier tablespace = accept(TABLESPACE) ? name() : null;
        if (elements != null) {
            return new CreateTable(
                    persistence, ifNotExists, name, elements, options, onCommit, method, tablespace, start, end());
        }
        expect(AS);
        StatementBody source = is(EXECUTE) ? execute() : parser.queries.statement();
        return new CreateTableAs(
                persistence,
                ifNotExists,
                name,
                columns,
                options,
                onCommit,
                method,
                tablespace,
                source,
                withData(),
                start,
                end());
    }

    /** OF any_name OptTypedTableElementList. */
    private List<TableElement> ofType() {
        int start = start();
        cursor.advance();
        QualifiedName name = anyName();
        TypeName type = new TypeName(name, false, List.of(), null, List.of(), false, false, name.start(), name.end());
        List<TableElement> all = new ArrayList<>();
        all.add(new OfTable(type, start, end()));
        if (is('(')) {
            all.addAll(parenthesized(this::typedElement));
        }
        if (is(PARTITION)) {
            throw unsupported("PARTITION BY");
        }
        return all;
    }

    private TableElement typedElement() {
        if (beginsConstraint()) {
            return parser.constraints.table();
        }
        int start = start();
        Identifier name = name();
        if (accept(WITH)) {
            expect(OPTIONS);
        }
        Constraints.Column c = parser.constraints.column();
        if (c.collation() != null) {
            throw unsupported("COLLATE of a column of a typed table");
        }
        return new ColumnOptions(name, c.constraints(), start, end());
    }

    private Execute execute() {
        return parser.session.execute();
    }

    /** opt_with_data. */
    boolean withData() {
        if (!is(WITH)) {
            return true;
        }
        cursor.advance();
        boolean no = accept(NO);
        expect(DATA);
        return !no;
    }

    private OnCommit onCommit() {
        if (!accept(ON)) {
            return OnCommit.DEFAULT;
        }
        expect(COMMIT);
        if (accept(DROP)) {
            return OnCommit.DROP;
        }
        boolean delete = accept(DELETE);
        if (!delete) {
            expect(PRESERVE);
        }
        expect(ROWS);
        return delete ? OnCommit.DELETE_ROWS : OnCommit.PRESERVE_ROWS;
    }

    private TableElement element() {
        if (is(LIKE)) {
            return like();
        }
        if (beginsConstraint()) {
            return parser.constraints.table();
        }
        return column();
    }

    /** Whether a table constraint begins here, and no column. */
    boolean beginsConstraint() {
        return is(CONSTRAINT)
                || is(CHECK)
                || is(UNIQUE)
                || is(PRIMARY)
                || is(FOREIGN)
                || is(EXCLUDE) && (next(1, '(') || next(1, USING));
    }

    private LikeTable like() {
        int start = start();
        cursor.advance();
        QualifiedName table = qualifiedName();
        List<LikeOption> options = new ArrayList<>(2);
        while (is(INCLUDING) || is(EXCLUDING)) {
            int from = start();
            boolean including = is(INCLUDING);
            cursor.advance();
            Keyword k = word();
            boolean known = k != null
                    && switch (k) {
                        case COMMENTS,
                                COMPRESSION,
                                CONSTRAINTS,
                                DEFAULTS,
                                IDENTITY,
                                GENERATED,
                                INDEXES,
                                STATISTICS,
                                STORAGE,
                                ALL -> true;
                        default -> false;
                    };
            if (!known) {
                throw syntax();
            }
            cursor.advance();
            options.add(new LikeOption(including, k.name(), from, end()));
        }
        return new LikeTable(table, options, start, end());
    }

    /** columnDef. */
    ColumnDefinition column() {
        int start = start();
        Identifier name = name();
        TypeName type = parser.types.type();
        Identifier compression = accept(COMPRESSION) ? compression() : null;
        if (is(OPTIONS)) {
            throw unsupported("OPTIONS of a column");
        }
        Constraints.Column c = parser.constraints.column();
        return new ColumnDefinition(name, type, c.collation(), compression, c.constraints(), start, end());
    }

    /** The name of a compression method, or DEFAULT. */
    Identifier compression() {
        return is(DEFAULT) ? label() : name();
    }
}
