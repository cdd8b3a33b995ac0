package io.polywire.dialect.sqlite.internal.catalog;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes statements that change Polywire's own tables: what is put takes the place of what was there of its number. */
public final class MetadataWriter {
    /** What the column enumeration of a type says: 0 for a domain. */
    static final int ENUMERATION = 1;

    /** The same of a composite type, whose attributes are columns of a relation of its number. */
    static final int COMPOSITE = 2;

    private MetadataWriter() {}

    /** Makes the tables. */
    public static List<String> create() {
        return MetadataTables.CREATE;
    }

    /** Notes which number comes next. */
    public static String nextId(int next) {
        return "UPDATE main._pw_meta SET value = " + next + " WHERE key = 'next_id'";
    }

    /** Puts a schema. */
    public static List<String> put(Schema s) {
        return List.of("INSERT OR REPLACE INTO main._pw_schema(id, name, owner, comment)"
                + values(s.id(), s.name(), s.owner(), s.comment()));
    }

    /** Forgets a schema; that the one which is there without being made is gone is what a row without a name says. */
    public static List<String> removeSchema(Schema s) {
        return s.id() == CatalogSnapshot.PUBLIC_ID
                ? put(new Schema(s.id(), "", null, null))
                : List.of("DELETE FROM main._pw_schema WHERE id = " + s.id());
    }

    /** Forgets a relation with all that is its own. */
    public static List<String> removeRelation(int id) {
        List<String> out = new ArrayList<>(parts(id));
        out.add("DELETE FROM main._pw_relation WHERE id = " + id);
        out.add("DELETE FROM main._pw_dependency WHERE dependent = " + id);
        out.add("DELETE FROM main._pw_sequence_value WHERE id = " + id);
        return out;
    }

    private static List<String> parts(int id) {
        return List.of(
                "DELETE FROM main._pw_column WHERE relation = " + id,
                "DELETE FROM main._pw_constraint WHERE relation = " + id,
                "DELETE FROM main._pw_index_key WHERE index_id IN"
                        + " (SELECT i.id FROM main._pw_index AS i WHERE i.relation = " + id + ")",
                "DELETE FROM main._pw_index WHERE relation = " + id,
                "DELETE FROM main._pw_sequence WHERE id = " + id);
    }

    /** Puts a relation with all that is its own, but for dependencies and a sequence's value. */
    public static List<String> put(Relation r) {
        List<String> out = new ArrayList<>(parts(r.id()));
        out.add("INSERT OR REPLACE INTO main._pw_relation(id, kind, schema, name, stored, owner, definition, dialect,"
                + " options, comment)"
                + values(
                        r.id(),
                        r.kind().name(),
                        r.schema(),
                        r.name(),
                        r.stored(),
                        r.owner(),
                        r.definition(),
                        r.dialect(),
                        options(r.options()),
                        r.comment()));
        for (int i = 0; i < r.columns().size(); i++) {
            out.add(column(r.id(), i, r.columns().get(i)));
        }
        r.constraints().forEach(c -> out.add(constraint(r.id(), c)));
        r.indexes().forEach(i -> index(r.id(), i, out));
        SequenceDefinition s = r.sequence();
        if (s != null) {
            out.add("INSERT INTO main._pw_sequence(id, type, start, increment, minimum, maximum, cache, cycle, owner,"
                    + " owner_column, internal)"
                    + values(
                            r.id(),
                            s.type(),
                            s.start(),
                            s.increment(),
                            s.minimum(),
                            s.maximum(),
                            s.cache(),
                            s.cycle(),
                            s.ownerId(),
                            s.ownerColumn(),
                            s.internal()));
        }
        return out;
    }

    /** Says where a sequence stands. */
    public static String sequence(int id, long value, boolean called) {
        return "INSERT OR REPLACE INTO main._pw_sequence_value(id, value, called)" + values(id, value, called);
    }

    private static String column(int relation, int position, RelationColumn c) {
        RelationColumn.Default d = c.defaultValue();
        RelationColumn.Generation g = c.generation();
        return "INSERT INTO main._pw_column(relation, number, position, name, declared, type, not_null, default_source,"
                + " default_stored, identity, generation, generation_stored, comment)"
                + values(
                        relation,
                        c.number(),
                        position,
                        c.name(),
                        c.declared(),
                        c.typeId(),
                        c.notNull(),
                        d == null ? null : d.source(),
                        d != null && d.inStorage(),
                        c.identity().name(),
                        g == null ? null : g.source(),
                        g != null && g.stored(),
                        c.comment());
    }

    private static String constraint(int owner, TableConstraint c) {
        TableConstraint.Reference r = c.reference();
        return "INSERT INTO main._pw_constraint(id, relation, name, kind, columns, target, target_columns, on_delete,"
                + " on_update, match_full, index_id, condition, may_defer, deferred, validated, comment)"
                + values(
                        c.id(),
                        owner,
                        c.name(),
                        c.kind().name(),
                        numbers(c.columns()),
                        r == null ? null : r.tableId(),
                        r == null ? null : numbers(r.columns()),
                        r == null ? null : onDelete(r),
                        r == null ? null : r.onUpdate().name(),
                        // of a condition it says NO INHERIT
                        r == null ? c.noInherit() : r.full(),
                        c.indexId(),
                        // no operator has a space in its name
                        c.operators().isEmpty() ? c.check() : String.join(" ", c.operators()),
                        c.deferrable(),
                        c.deferred(),
                        c.validated(),
                        c.comment());
    }

    /** The action, and behind it the columns that it is about unless those are all. */
    private static String onDelete(TableConstraint.Reference r) {
        String columns = numbers(r.onDeleteColumns());
        return r.onDelete().name() + (columns.isEmpty() ? "" : "(" + columns + ")");
    }

    private static void index(int relation, TableIndex i, List<String> out) {
        out.add("INSERT INTO main._pw_index(id, relation, name, stored, is_unique, is_primary, method, include,"
                + " predicate, options, comment)"
                + values(
                        i.id(),
                        relation,
                        i.name(),
                        i.stored(),
                        i.unique(),
                        i.primary(),
                        i.method(),
                        numbers(i.include()),
                        i.predicate(),
                        indexOptions(i),
                        i.comment()));
        for (int k = 0; k < i.keys().size(); k++) {
            TableIndex.Key key = i.keys().get(k);
            out.add("INSERT INTO main._pw_index_key(index_id, position, column_number, expression, descending,"
                    + " nulls_first)"
                    + values(i.id(), k, key.column(), key.expression(), key.descending(), key.nullsFirst()));
        }
        out.addAll(OperatorClassTable.put(i));
    }

    /** Its options, and that of NULLs, which WITH cannot give. */
    private static String indexOptions(TableIndex i) {
        Map<String, String> all = new LinkedHashMap<>(i.options());
        if (i.nullsNotDistinct()) {
            all.put(MetadataReader.NULLS_NOT_DISTINCT, "true");
        }
        return options(all);
    }

    /** Says which objects a relation needs. */
    public static List<String> dependencies(int dependent, List<Dependency> on) {
        List<String> out = new ArrayList<>();
        out.add("DELETE FROM main._pw_dependency WHERE dependent = " + dependent);
        for (Dependency d : on) {
            out.add("INSERT OR IGNORE INTO main._pw_dependency(dependent, on_object, on_column)"
                    + values(d.dependent(), d.on(), d.column()));
        }
        return out;
    }

    /** Puts a type. */
    public static List<String> put(UserType t) {
        List<String> out = new ArrayList<>(removeType(t.id()));
        out.add("INSERT INTO main._pw_type(id, schema, name, owner, enumeration, base, not_null, default_source,"
                + " comment)"
                + values(
                        t.id(),
                        t.schema(),
                        t.name(),
                        t.owner(),
                        t.isEnumeration() ? ENUMERATION : t.isComposite() ? COMPOSITE : 0,
                        t.base(),
                        t.notNull(),
                        t.defaultSource(),
                        t.comment()));
        if (t.isEnumeration()) {
            for (int i = 0; i < t.labels().size(); i++) {
                out.add("INSERT INTO main._pw_enum_label(type, position, label)"
                        + values(t.id(), t.order(i) - 1, t.labels().get(i)));
            }
        }
        if (t.isComposite()) {
            for (int i = 0; i < t.attributes().size(); i++) {
                out.add(column(t.id(), i, t.attributes().get(i)));
            }
        }
        t.checks().forEach(c -> out.add(constraint(t.id(), c)));
        return out;
    }

    /** Forgets a type. */
    public static List<String> removeType(int id) {
        return List.of(
                "DELETE FROM main._pw_type WHERE id = " + id,
                "DELETE FROM main._pw_enum_label WHERE type = " + id,
                "DELETE FROM main._pw_column WHERE relation = " + id,
                "DELETE FROM main._pw_constraint WHERE relation = " + id);
    }

    private static String numbers(List<Integer> list) {
        StringBuilder out = new StringBuilder();
        list.forEach(n -> out.append(out.isEmpty() ? "" : ",").append(n));
        return out.toString();
    }

    static String options(Map<String, String> options) {
        StringBuilder out = new StringBuilder();
        options.forEach((k, v) ->
                out.append(out.isEmpty() ? "" : "\n").append(k).append('=').append(v.replace("\n", " ")));
        return out.toString();
    }

    static String values(Object... values) {
        StringBuilder out = new StringBuilder(" VALUES(");
        for (int i = 0; i < values.length; i++) {
            out.append(i == 0 ? "" : ", ");
            Object v = values[i];
            if (v == null) {
                out.append("NULL");
            } else if (v instanceof Boolean b) {
                out.append(b ? "1" : "0");
            } else if (v instanceof Number) {
                out.append(v);
            } else {
                out.append('\'').append(v.toString().replace("'", "''")).append('\'');
            }
        }
        return out.append(')').toString();
    }
}
