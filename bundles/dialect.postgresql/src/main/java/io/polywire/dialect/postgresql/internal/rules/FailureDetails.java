package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.ConflictingKeys;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.storage.Replay;
import io.polywire.sql.FailureInquiry;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.Schema;
import io.polywire.sql.catalog.TableConstraint;
import io.polywire.sql.catalog.TableIndex;
import io.polywire.sql.tree.AlterTable;
import io.polywire.sql.tree.CreateIndex;
import io.polywire.sql.tree.Insert;
import io.polywire.sql.tree.ParsedStatement;
import io.polywire.sql.tree.RefreshMaterializedView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What PostgreSQL tells of a violated constraint beside its name: the key or the row, as its output functions write them
 * ({@code BuildIndexValueDescription}, {@code ExecBuildSlotValueDescription}, {@code RI_Initial_Check}). Of columns that
 * the session's role may not read nothing is told.
 */
public final class FailureDetails {
    /** ExecBuildSlotValueDescription cuts each value behind so many bytes. */
    private static final int MOST_BYTES = 64;

    private static final String WANTED = "_pw_wanted";

    private FailureDetails() {}

    /** How more is found out about a failure; null if there is nothing. */
    public static FailureInquiry of(SqlFailure f, Relation target, CatalogSnapshot catalog, ParsedStatement statement) {
        if (catalog == null || f.getMessage() == null || f.detail() != null) {
            return null;
        }
        SqlFailure told = ConstraintFailures.told(f, target, catalog, statement);
        if (f.kind() == FailureKind.EXCLUSION) {
            return excluded(f, told, target, catalog, statement);
        }
        if (statement.body() instanceof CreateIndex c) {
            return duplicates(told, ConstraintFailures.table(c.table().name(), catalog), catalog);
        }
        if (statement.body() instanceof RefreshMaterializedView) {
            // the rows that would say more are not there any more
            return null;
        }
        if (statement.body() instanceof AlterTable a) {
            Relation altered = ConstraintFailures.table(a.table().name(), catalog);
            return f.kind() == FailureKind.FOREIGN_KEY
                    ? unreferred(told, altered, catalog)
                    : duplicates(told, altered, catalog);
        }
        if (ConstraintFailures.FOREIGN_KEY.equals(f.getMessage())) {
            return target == null ? null : ForeignKeyInquiry.of(told, target, catalog, statement.body());
        }
        Relation failing = ConstraintFailures.failing(f, target, catalog);
        if (failing == null || !f.getMessage().contains(ConstraintFailures.FAILED)) {
            return null;
        }
        return switch (f.kind()) {
            case UNIQUE -> {
                TableIndex index = told.constraint() == null ? null : index(failing, told.constraint());
                yield index == null
                        ? null
                        : key(
                                told,
                                failing,
                                index,
                                catalog,
                                statement.body() instanceof Insert i && i.onConflict() == null);
            }
            case CHECK, NOT_NULL -> told.detail() == null ? row(told, failing) : null;
            default -> null;
        };
    }

    // --- a row ------------------------------------------------------------------------------------------------------

    /** @param inserts whether no row that is there can be the one that is written */
    private static FailureInquiry key(
            SqlFailure told, Relation r, TableIndex index, CatalogSnapshot catalog, boolean inserts) {
        return watching(r, w -> {
            boolean known = usable(r, w);
            TableIndex first = known && inserts ? first(w, r, index) : index;
            SqlFailure named = first == index ? told : ConstraintFailures.duplicate(r, first.name());
            boolean expressions = first.keys().stream().anyMatch(k -> k.expression() != null);
            List<String> values = known && mayRead(w, r, expressions ? null : columns(first, r))
                    ? w.first(first.keys().stream()
                            .map(k -> value(written(k, r)))
                            .collect(Collectors.joining(", ", "SELECT ", " FROM " + copy(WANTED))))
                    : null;
            return values == null
                    ? named
                    : named.but()
                            .detail("Key (" + String.join(", ", Definitions.keys(first, r, catalog, true)) + ")=("
                                    + joined(values) + ") already exists.")
                            .build();
        });
    }

    /** The keys of the two rows came with the failure, as the storage has them. */
    private static FailureInquiry excluded(
            SqlFailure f, SqlFailure told, Relation target, CatalogSnapshot catalog, ParsedStatement statement) {
        Relation r = statement.body() instanceof AlterTable a
                ? ConstraintFailures.table(a.table().name(), catalog)
                : ConstraintFailures.failing(f, target, catalog);
        TableIndex index = r == null ? null : ConstraintFailures.excluded(f, r);
        if (index == null || !(f.getCause() instanceof ConflictingKeys c)) {
            return null;
        }
        boolean expressions = index.keys().stream().anyMatch(k -> k.expression() != null);
        String keys = "(" + String.join(", ", Definitions.keys(index, r, catalog, true)) + ")=(";
        return asking(w -> {
            if (!mayRead(w, r, expressions ? null : columns(index, r))) {
                return told;
            }
            List<String> texts = w.first(ExclusionOperators.texts(index, r, catalog, c));
            int n = index.keys().size();
            return told.but()
                    .detail("Key " + keys + joined(texts.subList(0, n)) + ") conflicts with "
                            + (statement.body() instanceof AlterTable ? "" : "existing ") + "key " + keys
                            + joined(texts.subList(n, 2 * n)) + ").")
                    .build();
        });
    }

    /** Indexes are filled in the order in which they were made; a storage may find another one of several duplicates first. */
    private static TableIndex first(FailureInquiry.Witness w, Relation r, TableIndex found) {
        return r.indexes().stream()
                .filter(i -> i.unique() && i.id() < found.id())
                .sorted(Comparator.comparingInt(TableIndex::id))
                .filter(i -> duplicate(w, r, i))
                .findFirst()
                .orElse(found);
    }

    private static boolean duplicate(FailureInquiry.Witness w, Relation r, TableIndex i) {
        List<String> wanted = new ArrayList<>();
        List<String> equal = new ArrayList<>();
        for (TableIndex.Key k : i.keys()) {
            String as = CatalogFunctions.quoted("_pw_key_" + wanted.size());
            wanted.add("(" + written(k, r) + ") AS " + as);
            equal.add("(" + written(k, r) + ") = y." + as);
        }
        String where = i.predicate() == null ? "" : " WHERE (" + i.predicate() + ")";
        return w.first("SELECT 1 FROM " + name(r) + ", (SELECT " + String.join(", ", wanted) + " FROM " + copy(WANTED)
                        + where + ") y" + (where.isEmpty() ? " WHERE " : where + " AND ")
                        + String.join(" AND ", equal) + " LIMIT 1")
                != null;
    }

    private static FailureInquiry row(SqlFailure told, Relation r) {
        String shown = r.columns().stream()
                .map(c -> value(CatalogFunctions.quoted(c.name())))
                .collect(Collectors.joining(", ", "SELECT ", " FROM " + copy(WANTED)));
        return watching(r, w -> {
            List<String> values = mayRead(w, r, null) && usable(r, w) ? w.first(shown) : null;
            return values == null
                    ? told
                    : told.but()
                            .detail("Failing row contains ("
                                    + values.stream()
                                            .map(v -> v == null ? "null" : clipped(v))
                                            .collect(Collectors.joining(", "))
                                    + ").")
                            .build();
        });
    }

    /** Before a row is there SQLite says -1 for the number that it will give it, which is then not known. */
    private static boolean usable(Relation r, FailureInquiry.Witness w) {
        for (RelationColumn c : r.columns()) {
            if (c.rowNumber()
                    && w.first("SELECT 1 FROM " + copy(WANTED) + " WHERE " + CatalogFunctions.quoted(c.name())
                                    + " = -1")
                            != null) {
                return false;
            }
        }
        return true;
    }

    /** Cut at a character's begin, as pg_mbcliplen does. */
    static String clipped(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= MOST_BYTES) {
            return value;
        }
        int end = MOST_BYTES;
        while (end > 0 && (bytes[end] & 0xc0) == 0x80) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8) + "...";
    }

    // --- what is there ----------------------------------------------------------------------------------------------

    private static FailureInquiry duplicates(SqlFailure told, Relation r, CatalogSnapshot catalog) {
        TableIndex index = r == null || told.constraint() == null || told.kind() != FailureKind.UNIQUE
                ? null
                : index(r, told.constraint());
        if (index == null) {
            return null;
        }
        List<String> equal = new ArrayList<>();
        List<String> grouped = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        for (TableIndex.Key k : index.keys()) {
            String as = CatalogFunctions.quoted("_pw_key_" + keys.size());
            keys.add("(" + written(k, r) + ")");
            grouped.add("(" + written(k, r) + ") AS " + as);
            equal.add("(" + written(k, r) + ") = y." + as);
        }
        String where = index.predicate() == null ? "" : " WHERE (" + index.predicate() + ")";
        String sql = "SELECT " + keys.stream().map(FailureDetails::value).collect(Collectors.joining(", ")) + " FROM "
                + name(r) + ", (SELECT " + String.join(", ", grouped) + " FROM " + name(r) + where + " GROUP BY "
                + String.join(", ", keys) + " HAVING pg_catalog.count(*) > 1) y"
                + (where.isEmpty() ? " WHERE " : where + " AND ") + String.join(" AND ", equal) + " LIMIT 1";
        return asking(w -> {
            List<String> values = mayRead(w, r, null) ? w.first(sql) : null;
            return values == null
                    ? told
                    : told.but()
                            .detail("Key (" + String.join(", ", Definitions.keys(index, r, catalog, true)) + ")=("
                                    + joined(values) + ") is duplicated.")
                            .build();
        });
    }

    /** RI_Initial_Check: rows that are there before the key is. Keys that were there before hold. */
    private static FailureInquiry unreferred(SqlFailure told, Relation r, CatalogSnapshot catalog) {
        return r == null
                ? null
                : asking(w -> {
                    for (TableConstraint c : r.constraints()) {
                        SqlFailure found = c.reference() == null ? null : atEnd(w, r, c, Set.of(r.id()), catalog);
                        if (found != null) {
                            return found;
                        }
                    }
                    return told;
                });
    }

    private static String unreferred(Relation r, Relation other, TableConstraint key) {
        List<String> columns = r.names(key.columns());
        return columns.stream()
                .map(c -> value("x." + CatalogFunctions.quoted(c)))
                .collect(Collectors.joining(
                        ", ",
                        "SELECT ",
                        " FROM " + name(r) + " x WHERE " + notNull(columns)
                                + " AND NOT EXISTS (SELECT 1 FROM " + name(other) + " y WHERE "
                                + equal("y", other.names(key.reference().columns()), "x", columns) + ") LIMIT 1"));
    }

    /** A deferred foreign key that does not hold when the transaction is to end. */
    public static FailureInquiry atEnd(SqlFailure f, Set<Integer> changed, CatalogSnapshot catalog) {
        if (catalog == null || !ConstraintFailures.FOREIGN_KEY.equals(f.getMessage())) {
            return null;
        }
        return ofKeys(f, TableConstraint::deferrable, changed, catalog);
    }

    /** The first row that breaks a foreign key; {@code none} if no row does. */
    public static FailureInquiry ofKeys(
            SqlFailure none, Predicate<TableConstraint> keys, Set<Integer> changed, CatalogSnapshot catalog) {
        List<Relation> tables = catalog.relations().stream()
                .filter(r -> r.kind() == Relation.Kind.TABLE)
                .sorted(Comparator.comparingInt(Relation::id))
                .toList();
        return asking(w -> {
            for (Relation r : tables) {
                for (TableConstraint c : r.constraints()) {
                    if (c.reference() != null
                            && keys.test(c)
                            && (changed.contains(r.id())
                                    || changed.contains(c.reference().tableId()))) {
                        SqlFailure found = atEnd(w, r, c, changed, catalog);
                        if (found != null) {
                            return found;
                        }
                    }
                }
            }
            return none;
        });
    }

    /** @param changed tables that may have been changed; if the key's own has not, a row that it refers to is gone */
    private static SqlFailure atEnd(
            FailureInquiry.Witness w, Relation r, TableConstraint c, Set<Integer> changed, CatalogSnapshot catalog) {
        Relation other = catalog.relation(c.reference().tableId());
        List<String> columns = r.names(c.columns());
        List<String> values = w.first(unreferred(r, other, c));
        if (values == null) {
            return null;
        }
        boolean gone = !changed.contains(r.id());
        List<String> keys = gone ? other.names(c.reference().columns()) : columns;
        String key =
                mayRead(w, gone ? other : r, keys) ? " (" + String.join(", ", keys) + ")=(" + joined(values) + ")" : "";
        return gone ? stillReferred(other, r, c, key) : notThere(r, other, c, key);
    }

    // --- parts ------------------------------------------------------------------------------------------------------

    /** @param key what is told of the row; empty if nothing */
    static SqlFailure notThere(Relation r, Relation other, TableConstraint c, String key) {
        return SqlFailure.build(
                        FailureKind.FOREIGN_KEY,
                        "insert or update on table \"" + r.name() + "\" violates foreign key constraint \"" + c.name()
                                + "\"")
                .objects(r.schema(), r.name(), null, c.name())
                .detail("Key" + key + " is not present in table \"" + other.name() + "\".")
                .build();
    }

    /** @param key what is told of the row; empty if nothing */
    static SqlFailure stillReferred(Relation gone, Relation r, TableConstraint c, String key) {
        return SqlFailure.build(
                        FailureKind.FOREIGN_KEY,
                        "update or delete on table \"" + gone.name() + "\" violates foreign key constraint \""
                                + c.name() + "\" on table \"" + r.name() + "\"")
                .objects(r.schema(), r.name(), null, c.name())
                .detail("Key" + key + " is still referenced from table \"" + r.name() + "\".")
                .build();
    }

    static String notNull(List<String> columns) {
        return columns.stream()
                .map(c -> "x." + CatalogFunctions.quoted(c) + " IS NOT NULL")
                .collect(Collectors.joining(" AND "));
    }

    static String equal(String one, List<String> columns, String two, List<String> others) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            all.add(one + "." + CatalogFunctions.quoted(columns.get(i)) + " = " + two + "."
                    + CatalogFunctions.quoted(others.get(i)));
        }
        return String.join(" AND ", all);
    }

    /** concat writes a value with the output function of its type. */
    static String value(String expression) {
        return "CASE WHEN (" + expression + ") IS NULL THEN NULL ELSE pg_catalog.concat(" + expression + ") END";
    }

    static String joined(List<String> values) {
        return values.stream().map(v -> v == null ? "null" : v).collect(Collectors.joining(", "));
    }

    /** Whether a role may read columns of a table; null for all of them. */
    static boolean mayRead(FailureInquiry.Witness w, Relation r, List<String> columns) {
        return w.mayRead("SELECT "
                + (columns == null
                        ? "*"
                        : columns.stream().map(CatalogFunctions::quoted).collect(Collectors.joining(", ")))
                + " FROM " + name(r));
    }

    static String name(Relation r) {
        return CatalogFunctions.quoted(r.schema()) + "." + CatalogFunctions.quoted(r.name());
    }

    static String copy(String name) {
        return Schema.TEMPORARY + "." + CatalogFunctions.quoted(name);
    }

    private static TableIndex index(Relation r, String name) {
        return r.indexes().stream()
                .filter(i -> i.name().equals(name))
                .findFirst()
                .orElseGet(() -> {
                    TableConstraint c = r.constraint(name);
                    return c == null || !c.isKey()
                            ? null
                            : TableIndex.ofKey(0, name, null, false, c.columns(), Collections.emptyMap());
                });
    }

    private static String written(TableIndex.Key k, Relation r) {
        if (k.expression() != null) {
            return k.expression();
        }
        String name = CatalogFunctions.quoted(r.column(k.column()).name());
        // an index over names of objects is one over their numbers
        return r.column(k.column()).declared().startsWith("reg") ? name + "::pg_catalog.oid" : name;
    }

    private static List<String> columns(TableIndex i, Relation r) {
        return r.names(i.keys().stream().map(TableIndex.Key::column).toList());
    }

    private interface Told {
        SqlFailure by(FailureInquiry.Witness witness);
    }

    private static FailureInquiry watching(Relation r, Told told) {
        return inquiry(List.of(new FailureInquiry.Watched(r, Replay.Rows.LAST_WANTED, WANTED)), false, told);
    }

    private static FailureInquiry asking(Told told) {
        return inquiry(List.of(), false, told);
    }

    private static FailureInquiry inquiry(List<FailureInquiry.Watched> watched, boolean keysLater, Told told) {
        return new FailureInquiry() {
            @Override
            public List<Watched> watched() {
                return watched;
            }

            @Override
            public boolean keysLater() {
                return keysLater;
            }

            @Override
            public SqlFailure told(Witness witness) {
                return told.by(witness);
            }
        };
    }
}
