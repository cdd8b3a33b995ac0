package io.polywire.dialect.sqlite.internal.catalog;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.storage.Access;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.StorageStatement;
import io.polywire.dialect.sqlite.internal.catalog.Rows.Row;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Dependency;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.Schema;
import io.polywire.sql.catalog.SequenceDefinition;
import io.polywire.sql.catalog.TableConstraint;
import io.polywire.sql.catalog.TableIndex;
import io.polywire.sql.catalog.UserType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads Polywire's own tables. */
final class MetadataReader {
    private static final StorageStatement META = read("SELECT (SELECT value FROM main._pw_meta WHERE key = 'format'),"
            + " (SELECT value FROM main._pw_meta WHERE key = 'next_id')");
    private static final StorageStatement SCHEMAS = read("SELECT id, name, owner, comment FROM main._pw_schema");
    private static final StorageStatement RELATIONS = read("SELECT id, kind, schema, name, stored, owner, definition,"
            + " dialect, options, comment FROM main._pw_relation ORDER BY id");
    private static final StorageStatement COLUMNS = read("SELECT relation, number, name, declared, type, not_null,"
            + " default_source, default_stored, identity, generation, generation_stored, comment"
            + " FROM main._pw_column ORDER BY relation, position");
    private static final StorageStatement CONSTRAINTS =
            read("SELECT relation, id, name, kind, columns, target, target_columns, on_delete, on_update, match_full,"
                    + " index_id, condition, may_defer, deferred, validated, comment FROM main._pw_constraint"
                    + " ORDER BY id");
    private static final StorageStatement INDEXES = read("SELECT relation, id, name, stored, is_unique, is_primary,"
            + " method, include, predicate, options, comment FROM main._pw_index ORDER BY id");
    private static final StorageStatement KEYS = read("SELECT index_id, column_number, expression, descending,"
            + " nulls_first FROM main._pw_index_key ORDER BY index_id, position");
    private static final StorageStatement SEQUENCES =
            read("SELECT s.id, s.type, s.start, s.increment, s.minimum, s.maximum,"
                    + " s.cache, s.cycle, s.owner, s.owner_column, s.internal, v.value, v.called FROM main._pw_sequence AS s"
                    + " LEFT JOIN main._pw_sequence_value AS v ON v.id = s.id");
    private static final StorageStatement TYPES = read("SELECT id, schema, name, owner, enumeration, base, not_null,"
            + " default_source, comment FROM main._pw_type");
    private static final StorageStatement LABELS =
            read("SELECT type, label, position + 1 FROM main._pw_enum_label ORDER BY type, position");
    private static final StorageStatement DEPENDENCIES =
            read("SELECT dependent, on_object, on_column FROM main._pw_dependency");

    private final Lease lease;

    private MetadataReader(Lease lease) {
        this.lease = lease;
    }

    private static StorageStatement read(String sql) {
        return new StorageStatement(sql, Access.READ, 0);
    }

    /**
     * The catalog of a file that has our tables.
     *
     * @param found what SQLite itself has; what another program made of it is taken from there
     */
    static CatalogSnapshot read(Lease lease, long version, List<Relation> found) {
        return new MetadataReader(lease).snapshot(version, found);
    }

    private CatalogSnapshot snapshot(long version, List<Relation> found) {
        Row meta = Rows.of(lease, META).get(0);
        if (meta.number(0) > MetadataTables.FORMAT) {
            throw SqlFailure.unsupported("a database whose metadata a newer Polywire wrote");
        }
        List<Schema> schemas = new ArrayList<>();
        for (Row r : Rows.of(lease, SCHEMAS)) {
            schemas.add(new Schema(r.integer(0), r.text(1), r.text(2), r.text(3)));
        }
        // it is as at first unless it has a row; one without a name says that it was dropped
        boolean known = schemas.stream().anyMatch(s -> s.id() == CatalogSnapshot.PUBLIC_ID);
        schemas.removeIf(s -> s.name().isEmpty());
        if (!known) {
            schemas.add(new Schema(CatalogSnapshot.PUBLIC_ID, Schema.PUBLIC, null, "standard public schema"));
        }
        List<Dependency> dependencies = new ArrayList<>();
        for (Row r : Rows.of(lease, DEPENDENCIES)) {
            dependencies.add(new Dependency(r.integer(0), r.integer(1), r.integer(2)));
        }
        Map<Integer, List<TableConstraint>> constraints = constraints();
        Map<Integer, List<RelationColumn>> columns = columns();
        List<Relation> relations = relations(found, constraints, columns);
        return new CatalogSnapshot(
                version,
                true,
                meta.integer(1),
                schemas,
                relations,
                types(constraints, columns),
                RoutineTable.read(lease),
                dependencies,
                GrantTable.read(lease, relations));
    }

    private List<Relation> relations(
            List<Relation> found,
            Map<Integer, List<TableConstraint>> constraints,
            Map<Integer, List<RelationColumn>> columns) {
        Map<String, Relation> rest = new LinkedHashMap<>();
        found.forEach(r -> rest.put(r.stored(), r));
        Map<Integer, List<TableIndex>> indexes = indexes();
        Map<Integer, SequenceDefinition> sequences = sequences();
        List<Relation> all = new ArrayList<>();
        for (Row r : Rows.of(lease, RELATIONS)) {
            int id = r.integer(0);
            Relation relation = new Relation(
                    id,
                    Relation.Kind.valueOf(r.text(1)),
                    r.text(2),
                    r.text(3),
                    r.text(4),
                    r.text(5),
                    columns.getOrDefault(id, List.of()),
                    constraints.getOrDefault(id, List.of()),
                    indexes.getOrDefault(id, List.of()),
                    r.text(6),
                    r.text(7),
                    sequences.get(id),
                    options(r.text(8)),
                    r.text(9));
            if (relation.kind() == Relation.Kind.TABLE || relation.kind() == Relation.Kind.MATERIALIZED_VIEW) {
                Relation real = rest.remove(relation.stored());
                if (real == null) {
                    // another program has dropped it
                    continue;
                }
                relation = reconciled(relation, real);
            }
            all.add(relation);
        }
        all.addAll(rest.values());
        return all;
    }

    /** As we know it, unless another program has changed its columns: then as SQLite has it, under its old number. */
    private static Relation reconciled(Relation known, Relation found) {
        Relation real = found.withColumns(found.columns().stream()
                .filter(c -> !c.name().equals(Relation.NO_COLUMN))
                .toList());
        boolean same = known.columns().size() == real.columns().size();
        for (RelationColumn c : real.columns()) {
            same &= known.index(c.name()) >= 0;
        }
        if (same) {
            return known.isForeign() ? known.withColumns(written(known, real)) : known;
        }
        return new Relation(
                known.id(),
                real.kind(),
                known.schema(),
                known.name(),
                known.stored(),
                known.owner(),
                real.columns(),
                real.constraints(),
                real.indexes(),
                null,
                null,
                null,
                Map.of(),
                known.comment());
    }

    /** What another program has stored is in its forms, also where we keep what the table is. */
    private static List<RelationColumn> written(Relation known, Relation real) {
        return known.columns().stream()
                .map(c -> c.written(real.columns().get(real.index(c.name())).written()))
                .toList();
    }

    private Map<Integer, List<RelationColumn>> columns() {
        Map<Integer, List<RelationColumn>> columns = new HashMap<>();
        for (Row r : Rows.of(lease, COLUMNS)) {
            columns.computeIfAbsent(r.integer(0), k -> new ArrayList<>())
                    .add(new RelationColumn(
                            r.text(2),
                            r.integer(1),
                            r.text(3),
                            r.integer(4),
                            r.flag(5),
                            r.isNull(6) ? null : new RelationColumn.Default(r.text(6), r.flag(7)),
                            RelationColumn.Identity.valueOf(r.text(8)),
                            r.isNull(9) ? null : new RelationColumn.Generation(r.text(9), r.flag(10)),
                            false,
                            r.text(11)));
        }
        return columns;
    }

    private Map<Integer, List<TableConstraint>> constraints() {
        Map<Integer, List<TableConstraint>> constraints = new HashMap<>();
        for (Row r : Rows.of(lease, CONSTRAINTS)) {
            TableConstraint.Reference reference = r.isNull(5)
                    ? null
                    : new TableConstraint.Reference(
                            r.integer(5),
                            numbers(r.text(6)),
                            TableConstraint.Action.valueOf(r.text(7).replaceFirst("\\(.*", "")),
                            TableConstraint.Action.valueOf(r.text(8)),
                            r.flag(9),
                            numbers(r.text(7).replaceFirst("^[^(]*\\(?", "").replace(")", "")));
            TableConstraint.Kind kind = TableConstraint.Kind.valueOf(r.text(3));
            boolean exclusion = kind == TableConstraint.Kind.EXCLUSION;
            constraints
                    .computeIfAbsent(r.integer(0), k -> new ArrayList<>())
                    .add(new TableConstraint(
                            r.integer(1),
                            r.text(2),
                            kind,
                            numbers(r.text(4)),
                            reference,
                            r.integer(10),
                            exclusion ? null : r.text(11),
                            r.flag(12),
                            r.flag(13),
                            r.flag(14),
                            reference == null && !r.isNull(9) && r.flag(9),
                            r.text(15),
                            exclusion ? List.of(r.text(11).split(" ")) : List.of()));
        }
        return constraints;
    }

    /** Under which an index has it among its options that NULLs are equal in it. */
    static final String NULLS_NOT_DISTINCT = "nulls not distinct";

    private Map<Integer, List<TableIndex>> indexes() {
        Map<Integer, List<TableIndex.Key>> keys = new HashMap<>();
        OperatorClassTable classes = OperatorClassTable.read(lease);
        for (Row r : Rows.of(lease, KEYS)) {
            List<TableIndex.Key> of = keys.computeIfAbsent(r.integer(0), k -> new ArrayList<>());
            of.add(new TableIndex.Key(
                    r.integer(1), r.text(2), r.flag(3), r.flag(4), classes.name(r.integer(0), of.size())));
        }
        Map<Integer, List<TableIndex>> indexes = new HashMap<>();
        for (Row r : Rows.of(lease, INDEXES)) {
            Map<String, String> options = options(r.text(9));
            boolean nullsNotDistinct = options.remove(NULLS_NOT_DISTINCT) != null;
            indexes.computeIfAbsent(r.integer(0), k -> new ArrayList<>())
                    .add(new TableIndex(
                            r.integer(1),
                            r.text(2),
                            r.text(3),
                            r.flag(4),
                            r.flag(5),
                            r.text(6),
                            keys.getOrDefault(r.integer(1), List.of()),
                            numbers(r.text(7)),
                            r.text(8),
                            options,
                            r.text(10),
                            nullsNotDistinct));
        }
        return indexes;
    }

    private Map<Integer, SequenceDefinition> sequences() {
        Map<Integer, SequenceDefinition> sequences = new HashMap<>();
        for (Row r : Rows.of(lease, SEQUENCES)) {
            sequences.put(
                    r.integer(0),
                    new SequenceDefinition(
                            r.text(1),
                            r.number(2),
                            r.number(3),
                            r.number(4),
                            r.number(5),
                            r.number(6),
                            r.flag(7),
                            r.integer(8),
                            r.integer(9),
                            r.flag(10),
                            r.isNull(11) ? r.number(2) : r.number(11),
                            r.flag(12)));
        }
        return sequences;
    }

    private List<UserType> types(
            Map<Integer, List<TableConstraint>> constraints, Map<Integer, List<RelationColumn>> columns) {
        Map<Integer, List<String>> labels = new HashMap<>();
        Map<Integer, List<Double>> orders = new HashMap<>();
        for (Row r : Rows.of(lease, LABELS)) {
            labels.computeIfAbsent(r.integer(0), k -> new ArrayList<>()).add(r.text(1));
            orders.computeIfAbsent(r.integer(0), k -> new ArrayList<>()).add(Double.valueOf(r.text(2)));
        }
        List<UserType> types = new ArrayList<>();
        for (Row r : Rows.of(lease, TYPES)) {
            int id = r.integer(0);
            types.add(new UserType(
                    id,
                    r.text(1),
                    r.text(2),
                    r.text(3),
                    r.integer(4) == MetadataWriter.ENUMERATION ? labels.getOrDefault(id, List.of()) : null,
                    r.text(5),
                    r.flag(6),
                    r.text(7),
                    constraints.getOrDefault(id, List.of()),
                    r.text(8),
                    r.integer(4) == MetadataWriter.COMPOSITE ? columns.getOrDefault(id, List.of()) : null,
                    orders.get(id)));
        }
        return types;
    }

    private static List<Integer> numbers(String list) {
        List<Integer> numbers = new ArrayList<>();
        if (list != null && !list.isEmpty()) {
            for (String n : list.split(",")) {
                numbers.add(Integer.valueOf(n));
            }
        }
        return numbers;
    }

    /** Lines of name=value, as {@link MetadataWriter} makes them. */
    static Map<String, String> options(String lines) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String line : lines.isEmpty() ? new String[0] : lines.split("\n")) {
            int i = line.indexOf('=');
            options.put(line.substring(0, i), line.substring(i + 1));
        }
        return options;
    }
}
