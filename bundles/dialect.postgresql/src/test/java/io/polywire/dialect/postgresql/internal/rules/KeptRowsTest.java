package io.polywire.dialect.postgresql.internal.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.sql.catalog.CatalogChange;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.Schema;
import io.polywire.sql.catalog.SystemRelation;
import io.polywire.sql.catalog.TableConstraint;
import io.polywire.sql.catalog.TableIndex;
import io.polywire.sql.catalog.UserType;
import io.polywire.sql.right.Grants;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rows that are kept from one version of the schema to the next. */
class KeptRowsTest {
    private static final Random RANDOM = new Random(11);

    private static final List<String> RELATIONS = List.of(
            "pg_attrdef",
            "pg_attribute",
            "pg_class",
            "pg_constraint",
            "pg_depend",
            "pg_description",
            "pg_enum",
            "pg_index",
            "pg_namespace",
            "pg_type");

    private static final List<String> DEFAULTS =
            Arrays.asList(null, "0", "'x'", "NULL", "true", "now()", "nextval('seq')", "a.b", "-1.5");

    @Test
    @DisplayName("are those that are made of the schema alone, whatever it was before")
    void areThoseOfTheSchema() {
        List<Schema> schemas =
                List.of(new Schema(2200, "public", null, null), new Schema(16_400, "other", null, "a comment"));
        Map<Integer, Relation> relations = new LinkedHashMap<>();
        for (int i = 0; i < 12; i++) {
            relations.put(20_000 + i * 100, table(20_000 + i * 100, i));
        }
        UserType mood = mood(List.of("sad", "ok"));
        CatalogSnapshot kept = snapshot(1, schemas, relations.values().stream().toList(), mood);
        int same = 0;
        for (int round = 0; round < 20; round++) {
            CatalogChange change = new CatalogChange();
            int id = 20_000 + RANDOM.nextInt(14) * 100;
            if (relations.containsKey(id) && RANDOM.nextInt(4) == 0) {
                relations.remove(id);
                change.removesRelation(id);
            } else {
                Relation made = table(id, RANDOM.nextInt(40));
                relations.put(id, made);
                change.puts(made);
            }
            if (round % 8 == 7) {
                mood = mood(List.of("sad", "round " + round));
                change.puts(mood);
            }
            List<Object[]> before = rows("pg_attribute", kept);
            kept = kept.after(change, round + 2);
            CatalogSnapshot fresh = snapshot(round + 2, schemas, kept.relations(), mood);
            for (List<String> path : List.of(
                    List.of("public"), List.of("other", "public"), List.<String>of(), List.of("pg_catalog", "other"))) {
                CatalogSnapshot one = kept.along(path);
                CatalogSnapshot two = fresh.along(path);
                for (String name : RELATIONS) {
                    assertThat(shown(rows(name, one))).as(name).isEqualTo(shown(rows(name, two)));
                }
                Stream.of("indexes", "constraints")
                        .forEach(what -> assertThat(shown(rows(CatalogRelations.definitions(what, one))))
                                .as(what)
                                .isEqualTo(shown(rows(CatalogRelations.definitions(what, two)))));
                assertThat(shown(rows(CatalogRelations.indexColumns(one))))
                        .isEqualTo(shown(rows(CatalogRelations.indexColumns(two))));
            }
            same += same(before, rows("pg_attribute", kept));
        }
        assertThat(same).as("rows that stayed the same objects").isGreaterThan(300);
    }

    private static CatalogSnapshot snapshot(
            int version, List<Schema> schemas, java.util.Collection<Relation> relations, UserType type) {
        return new CatalogSnapshot(
                version, true, 90_000, schemas, relations, List.of(type), List.of(), List.of(), Grants.NONE);
    }

    private static UserType mood(List<String> labels) {
        return new UserType(16_500, "public", "mood", null, labels, null, false, null, List.of(), null);
    }

    /** A table of one of many kinds, in one of two schemas, which refers to another one. */
    private static Relation table(int id, int kind) {
        List<RelationColumn> columns = new ArrayList<>();
        columns.add(new RelationColumn("id", 1, "int4", true, false, false, false));
        for (int i = 0; i < 1 + kind % 3; i++) {
            String value = DEFAULTS.get(RANDOM.nextInt(DEFAULTS.size()));
            RelationColumn c = i == 1
                    ? new RelationColumn(
                            "m", i + 2, "mood", 16_500, false, null, RelationColumn.Identity.NONE, null, false, null)
                    : new RelationColumn("c" + kind + i, i + 2, i == 0 ? "text" : "int8", false, false, false, false);
            columns.add(value == null ? c : c.defaulting(new RelationColumn.Default(value, false)));
        }
        List<TableConstraint> constraints = new ArrayList<>();
        constraints.add(constraint(id + 1, "key", TableConstraint.Kind.PRIMARY_KEY, null, id + 5, null));
        if (kind % 2 == 0) {
            TableConstraint.Reference to = new TableConstraint.Reference(
                    20_000 + kind % 12 * 100,
                    List.of(1),
                    TableConstraint.Action.CASCADE,
                    TableConstraint.Action.NO_ACTION,
                    false);
            constraints.add(constraint(id + 2, "refers", TableConstraint.Kind.FOREIGN_KEY, to, 0, null));
        }
        if (kind % 5 == 0) {
            constraints.add(constraint(id + 3, "checks", TableConstraint.Kind.CHECK, null, 0, "id > 0"));
        }
        TableIndex key = index(id + 5, "key" + id, true, new TableIndex.Key(1, null, false, false), null);
        TableIndex more = kind % 4 == 0
                ? index(
                        id + 6,
                        "more" + id,
                        false,
                        new TableIndex.Key(0, "lower(c" + kind + "0)", false, false),
                        "id > 1")
                : index(id + 6, "more" + id, false, new TableIndex.Key(2, null, true, true), null);
        return new Relation(
                id,
                Relation.Kind.TABLE,
                kind % 3 == 0 ? "other" : "public",
                id == 20_000 && kind % 2 == 1 ? "pg_class" : "t" + id,
                "t" + id,
                null,
                columns,
                constraints,
                List.of(key, more),
                null,
                "postgresql",
                null,
                Map.of(),
                kind % 7 == 0 ? "comment " + kind : null);
    }

    private static TableConstraint constraint(
            int id, String name, TableConstraint.Kind kind, TableConstraint.Reference to, int index, String check) {
        List<Integer> columns = check == null ? List.of(1) : List.of();
        return new TableConstraint(id, name, kind, columns, to, index, check, false, false, true, null);
    }

    private static TableIndex index(int id, String name, boolean unique, TableIndex.Key key, String predicate) {
        return new TableIndex(
                id, name, name, unique, unique, "btree", List.of(key), List.of(), predicate, Map.of(), null);
    }

    private static List<Object[]> rows(String name, CatalogSnapshot catalog) {
        return rows(CatalogRelations.find("pg_catalog", name, catalog));
    }

    private static List<Object[]> rows(SystemRelation r) {
        return r.rows().rows();
    }

    private static List<String> shown(List<Object[]> rows) {
        return rows.stream()
                .filter(r -> Arrays.stream(r).anyMatch(v -> v instanceof Long n && n >= CatalogSnapshot.FIRST_ID))
                .map(Arrays::toString)
                .sorted()
                .toList();
    }

    private static int same(List<Object[]> before, List<Object[]> after) {
        java.util.Set<Object[]> all = java.util.Collections.newSetFromMap(new java.util.IdentityHashMap<>());
        all.addAll(before);
        return (int) after.stream()
                .filter(r -> (Long) r[0] >= 20_000 && all.contains(r))
                .count();
    }
}
