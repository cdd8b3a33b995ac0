package io.polywire.dialect.postgresql.internal;

import static io.polywire.dialect.postgresql.internal.Keyword.*;

import io.polywire.sql.tree.ColumnReference;
import io.polywire.sql.tree.CreateIndex;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.IndexElement;
import io.polywire.sql.tree.NamedTable;
import io.polywire.sql.tree.Option;
import io.polywire.sql.tree.QualifiedName;
import java.util.List;

/** CREATE INDEX and what it shares with constraints and ON CONFLICT. */
final class Indexes extends Rules {
    Indexes(PgParser parser) {
        super(parser);
    }

    /** Behind CREATE. */
    CreateIndex create(int start) {
        boolean unique = accept(UNIQUE);
        expect(INDEX);
        boolean concurrently = accept(CONCURRENTLY);
        boolean ifNotExists = ifNotExists();
        Identifier name = ifNotExists ? name() : nameOrNull();
        expect(ON);
        NamedTable table = parser.from.relation(null);
        Identifier method = accept(USING) ? name() : null;
        List<IndexElement> elements = parenthesized(this::element);
        List<IndexElement> include = accept(INCLUDE) ? parenthesized(this::element) : List.of();
        boolean nullsNotDistinct = nullsNotDistinct();
        List<Option> options = accept(WITH) ? parser.options.relationOptions() : List.of();
        Identifier tablespace = accept(TABLESPACE) ? name() : null;
        Expression where = accept(WHERE) ? parser.expressions.expression() : null;
        return new CreateIndex(
                unique,
                concurrently,
                ifNotExists,
                name,
                table,
                method,
                elements,
                include,
                nullsNotDistinct,
                options,
                tablespace,
                where,
                start,
                end());
    }

    /** NULLS [NOT] DISTINCT. */
    boolean nullsNotDistinct() {
        if (!is(NULLS) || next(1, FIRST) || next(1, LAST)) {
            return false;
        }
        cursor.advance();
        boolean not = accept(NOT);
        expect(DISTINCT);
        return not;
    }

    /** index_elem. */
    IndexElement element() {
        int start = start();
        Expression e;
        if (accept('(')) {
            e = parser.expressions.expression();
            expect(')');
        } else {
            e = parser.functions.windowless();
            if (e == null && (next(1, '(') || next(1, '.'))) {
                e = parser.functions.plainCall(functionName());
            }
            if (e == null) {
                Identifier id = name();
                e = new ColumnReference(List.of(id), id.start(), id.end());
            }
        }
        QualifiedName collation = accept(COLLATE) ? anyName() : null;
        boolean nulls = is(NULLS) && (next(1, FIRST) || next(1, LAST));
        QualifiedName operatorClass = isColumnName() && !nulls ? anyName() : null;
        List<Option> options = operatorClass != null && is('(') ? parser.options.relationOptions() : List.of();
        return new IndexElement(
                e, collation, operatorClass, options, parser.queries.direction(), parser.queries.nulls(), start, end());
    }
}
