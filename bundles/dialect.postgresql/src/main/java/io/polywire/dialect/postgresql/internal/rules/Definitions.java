package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.TableConstraint;
import io.polywire.sql.catalog.TableIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Indexes and constraints as the statements that make them: pg_get_indexdef and pg_get_constraintdef of ruleutils.c. */
final class Definitions {
    private Definitions() {}

    static String constraint(TableConstraint c, Relation r, CatalogSnapshot catalog, boolean pretty) {
        String text = switch (c.kind()) {
            case PRIMARY_KEY -> "PRIMARY KEY (" + columns(c.columns(), r) + ")";
            case UNIQUE -> "UNIQUE (" + columns(c.columns(), r) + ")";
            case CHECK -> "CHECK (" + (pretty ? bare(c.check()) : parenthesised(c.check())) + ")";
            case FOREIGN_KEY -> foreign(c, r, catalog);
        };
        return text
                + (c.deferrable() ? " DEFERRABLE" : "")
                + (c.deferred() ? " INITIALLY DEFERRED" : "")
                + (c.validated() ? "" : " NOT VALID");
    }

    private static String parenthesised(String condition) {
        return condition.startsWith("(") && condition.endsWith(")") ? condition : "(" + condition + ")";
    }

    /** Without parentheses around all of it. */
    private static String bare(String condition) {
        if (!condition.startsWith("(") || !condition.endsWith(")")) {
            return condition;
        }
        int depth = 0;
        for (int i = 0; i < condition.length() - 1; i++) {
            char c = condition.charAt(i);
            if (c == '\'' || c == '"' || c == '$') {
                return condition;
            }
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth == 0) {
                return condition;
            }
        }
        return condition.substring(1, condition.length() - 1);
    }

    private static String foreign(TableConstraint c, Relation r, CatalogSnapshot catalog) {
        Relation other = catalog.relation(c.reference().tableId());
        if (other == null) {
            return null;
        }
        return "FOREIGN KEY (" + columns(c.columns(), r) + ") REFERENCES "
                + (catalog.path().contains(other.schema()) ? "" : CatalogFunctions.quoted(other.schema()) + ".")
                + CatalogFunctions.quoted(other.name()) + "("
                + columns(c.reference().columns(), other) + ")"
                + (c.reference().full() ? " MATCH FULL" : "")
                + action(" ON UPDATE ", c.reference().onUpdate())
                + action(" ON DELETE ", c.reference().onDelete());
    }

    private static String action(String words, TableConstraint.Action action) {
        return action == TableConstraint.Action.NO_ACTION
                ? ""
                : words + action.name().replace('_', ' ');
    }

    private static String columns(List<Integer> numbers, Relation r) {
        return r.names(numbers).stream().map(CatalogFunctions::quoted).collect(Collectors.joining(", "));
    }

    static String index(TableIndex i, Relation r) {
        return "CREATE " + (i.unique() ? "UNIQUE " : "") + "INDEX " + CatalogFunctions.quoted(i.name()) + " ON "
                + CatalogFunctions.quoted(r.schema()) + "." + CatalogFunctions.quoted(r.name()) + " USING " + i.method()
                + " (" + i.keys().stream().map(k -> key(k, r)).collect(Collectors.joining(", ")) + ")"
                + (i.include().isEmpty() ? "" : " INCLUDE (" + columns(i.include(), r) + ")")
                + (i.predicate() == null ? "" : " WHERE " + parenthesised(i.predicate()));
    }

    /** What an index is over, column by column, without its order. */
    static List<String> columns(TableIndex i, Relation r) {
        List<String> all = new ArrayList<>();
        for (TableIndex.Key k : i.keys()) {
            all.add(
                    k.expression() == null
                            ? CatalogFunctions.quoted(r.column(k.column()).name())
                            : parenthesised(k.expression()));
        }
        r.names(i.include()).forEach(n -> all.add(CatalogFunctions.quoted(n)));
        return all;
    }

    private static String key(TableIndex.Key k, Relation r) {
        String what = k.expression() == null
                ? CatalogFunctions.quoted(r.column(k.column()).name())
                : parenthesised(k.expression());
        String nulls = k.nullsFirst() == k.descending() ? "" : k.nullsFirst() ? " NULLS FIRST" : " NULLS LAST";
        return what + (k.descending() ? " DESC" : "") + nulls;
    }
}
