package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.TableConstraint;
import io.polywire.sql.catalog.TableIndex;
import io.polywire.sql.catalog.UserType;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Indexes and constraints as the statements that make them: pg_get_indexdef and pg_get_constraintdef of ruleutils.c. */
final class Definitions {
    private Definitions() {}

    static String constraint(TableConstraint c, Relation r, CatalogSnapshot catalog, boolean pretty) {
        String text = switch (c.kind()) {
            case PRIMARY_KEY -> "PRIMARY KEY (" + columns(c.columns(), r) + ")" + included(c, r);
            case UNIQUE -> "UNIQUE " + nulls(c, r) + "(" + columns(c.columns(), r) + ")" + included(c, r);
            case CHECK -> "CHECK (" + Deparser.form(Deparser.whole(c.check(), r, catalog), pretty) + ")";
            case FOREIGN_KEY -> foreign(c, r, catalog);
            case EXCLUSION -> exclusion(c, r, catalog, pretty);
        };
        return text
                + (c.noInherit() ? " NO INHERIT" : "")
                + (c.deferrable() ? " DEFERRABLE" : "")
                + (c.deferred() ? " INITIALLY DEFERRED" : "")
                + (c.validated() ? "" : " NOT VALID");
    }

    private static String exclusion(TableConstraint c, Relation r, CatalogSnapshot catalog, boolean pretty) {
        TableIndex i = r.indexes().stream()
                .filter(x -> x.id() == c.indexId())
                .findFirst()
                .orElseThrow();
        List<String> keys = new ArrayList<>();
        for (int k = 0; k < i.keys().size(); k++) {
            keys.add(key(i.keys().get(k), r, catalog, pretty) + " WITH "
                    + c.operators().get(k));
        }
        return "EXCLUDE USING " + i.method() + " (" + String.join(", ", keys) + ")" + included(i, r) + with(i)
                + (i.predicate() == null
                        ? ""
                        : " WHERE (" + Deparser.form(Deparser.whole(i.predicate(), r, catalog), pretty) + ")");
    }

    private static String nulls(TableConstraint c, Relation r) {
        return r.indexes().stream().anyMatch(i -> i.id() == c.indexId() && i.nullsNotDistinct())
                ? "NULLS NOT DISTINCT "
                : "";
    }

    private static String included(TableConstraint c, Relation r) {
        return r.indexes().stream()
                .filter(i -> i.id() == c.indexId())
                .map(i -> included(i, r))
                .collect(Collectors.joining());
    }

    private static String included(TableIndex i, Relation r) {
        return i.include().isEmpty() ? "" : " INCLUDE (" + columns(i.include(), r) + ")";
    }

    /** A condition of a domain. */
    static String constraint(TableConstraint c, UserType t, CatalogSnapshot catalog, boolean pretty) {
        return "CHECK (" + Deparser.form(Deparser.ofDomain(c.check(), t, catalog), pretty) + ")"
                + (c.validated() ? "" : " NOT VALID");
    }

    private static final Pattern CALL = Pattern.compile(
            "([a-z_][a-z0-9_]*|COALESCE|GREATEST|LEAST|NULLIF|EXTRACT|SUBSTRING|POSITION|OVERLAY|TRIM)\\(.*\\)",
            Pattern.DOTALL);

    /** A key that is no column: a call stands as it is, anything else in parentheses. */
    private static String expression(String source, Relation r, CatalogSnapshot catalog, boolean pretty) {
        String text = Deparser.whole(source, r, catalog);
        String shown = Deparser.form(text, pretty);
        boolean call = text.equals(source)
                ? SIMPLE_CALL.matcher(text).matches()
                : CALL.matcher(Deparser.form(text, false)).matches();
        return call ? shown : "(" + shown + ")";
    }

    /** One call whose arguments have no parentheses. */
    private static final Pattern SIMPLE_CALL = Pattern.compile("[a-z_][a-z0-9_]*\\([^()]*\\)");

    private static String foreign(TableConstraint c, Relation r, CatalogSnapshot catalog) {
        Relation other = catalog.relation(c.reference().tableId());
        if (other == null) {
            return null;
        }
        return "FOREIGN KEY (" + columns(c.columns(), r) + ") REFERENCES "
                + (Visibility.of(other, catalog) ? "" : CatalogFunctions.quoted(other.schema()) + ".")
                + CatalogFunctions.quoted(other.name()) + "("
                + columns(c.reference().columns(), other) + ")"
                + (c.reference().full() ? " MATCH FULL" : "")
                + action(" ON UPDATE ", c.reference().onUpdate())
                + action(" ON DELETE ", c.reference().onDelete())
                + (c.reference().onDeleteColumns().isEmpty()
                        ? ""
                        : " (" + columns(c.reference().onDeleteColumns(), r) + ")");
    }

    private static String action(String words, TableConstraint.Action action) {
        return action == TableConstraint.Action.NO_ACTION
                ? ""
                : words + action.name().replace('_', ' ');
    }

    private static String columns(List<Integer> numbers, Relation r) {
        return r.names(numbers).stream().map(CatalogFunctions::quoted).collect(Collectors.joining(", "));
    }

    static String index(TableIndex i, Relation r, CatalogSnapshot catalog, boolean pretty) {
        return "CREATE " + (i.unique() ? "UNIQUE " : "") + "INDEX " + CatalogFunctions.quoted(i.name()) + " ON "
                + (pretty && Visibility.of(r, catalog) ? "" : CatalogFunctions.quoted(r.schema()) + ".")
                + CatalogFunctions.quoted(r.name()) + " USING " + i.method()
                + " (" + i.keys().stream().map(k -> key(k, r, catalog, pretty)).collect(Collectors.joining(", ")) + ")"
                + included(i, r)
                + (i.nullsNotDistinct() ? " NULLS NOT DISTINCT" : "")
                + with(i)
                + (i.predicate() == null
                        ? ""
                        : " WHERE " + Deparser.form(Deparser.whole(i.predicate(), r, catalog), pretty));
    }

    /** Storage parameters; a value that is no plain word or number is written as text (flatten_reloptions of ruleutils.c). */
    private static String with(TableIndex i) {
        List<String> all = new ArrayList<>();
        i.options().forEach((k, v) -> {
            if (!Relation.isOfColumn(k)) {
                boolean word = v.matches("[a-z_][a-z0-9_$]*")
                        && CatalogFunctions.quoted(v).equals(v);
                all.add(CatalogFunctions.quoted(k) + "=" + (word ? v : "'" + v.replace("'", "''") + "'"));
            }
        });
        return all.isEmpty() ? "" : " WITH (" + String.join(", ", all) + ")";
    }

    /** What an index is over, column by column, without its order. */
    static List<String> columns(TableIndex i, Relation r, CatalogSnapshot catalog, boolean pretty) {
        List<String> all = new ArrayList<>(keys(i, r, catalog, pretty));
        r.names(i.include()).forEach(n -> all.add(CatalogFunctions.quoted(n)));
        return all;
    }

    /** What an index is over but for further columns, without order. */
    static List<String> keys(TableIndex i, Relation r, CatalogSnapshot catalog, boolean pretty) {
        return i.keys().stream()
                .map(k -> k.expression() == null
                        ? CatalogFunctions.quoted(r.column(k.column()).name())
                        : expression(k.expression(), r, catalog, pretty))
                .toList();
    }

    private static String key(TableIndex.Key k, Relation r, CatalogSnapshot catalog, boolean pretty) {
        String what = k.expression() == null
                ? CatalogFunctions.quoted(r.column(k.column()).name())
                : expression(k.expression(), r, catalog, pretty);
        String nulls = k.nullsFirst() == k.descending() ? "" : k.nullsFirst() ? " NULLS FIRST" : " NULLS LAST";
        return what
                + (k.operatorClass() == null ? "" : " " + CatalogFunctions.quoted(k.operatorClass()))
                + (k.descending() ? " DESC" : "")
                + nulls;
    }
}
