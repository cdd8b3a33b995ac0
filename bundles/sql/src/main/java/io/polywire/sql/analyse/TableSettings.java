package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.Notice;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.TableConstraint;
import io.polywire.sql.catalog.TableIndex;
import io.polywire.sql.tree.AlterTableAction;
import io.polywire.sql.tree.ColumnReference;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.Literal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Actions of ALTER TABLE that change nothing of what the storage holds: how pages are filled, what is told of rows, what is
 * on. They are kept as options of the relation, and shown.
 */
final class TableSettings {
    private static final Set<String> INDEX_METHODS = Set.of("btree", "hash", "gist", "gin", "spgist", "brin");

    private static final Set<String> STORAGE = Set.of("plain", "external", "extended", "main");

    private static final int MOST_STATISTICS = 10_000;

    private final Analysis analysis;
    private final List<Notice> notices;
    private final Relation before;
    private final Supplier<Relation> now;
    /** The options as they become. */
    final Map<String, String> options;

    /** @param now the relation as the actions so far have made it */
    TableSettings(Analysis analysis, Relation before, Supplier<Relation> now, List<Notice> notices) {
        this.analysis = analysis;
        this.before = before;
        this.now = now;
        this.notices = notices;
        this.options = new LinkedHashMap<>(before.options());
    }

    /** Whether an action is one of these; then it is done. */
    boolean take(AlterTableAction a) {
        if (a instanceof AlterTableAction.SetOptions x) {
            Map<String, String> after =
                    StorageParameters.changed(StorageParameters.TABLE, options, x.options(), x.reset(), analysis);
            options.clear();
            options.putAll(after);
        } else if (a instanceof AlterTableAction.SetColumnProperty x) {
            property(x);
        } else if (a instanceof AlterTableAction.SetColumnOptions x) {
            columnOptions(x);
        } else if (a instanceof AlterTableAction.SetTablespace x) {
            tablespace(x.tablespace().name());
        } else if (a instanceof AlterTableAction.SetAccessMethod x) {
            kept(x.method(), null);
        } else if (a instanceof AlterTableAction.SetLogged x) {
            logged(x.logged());
        } else if (a instanceof AlterTableAction.ClusterOn x) {
            cluster(x);
        } else if (a instanceof AlterTableAction.ReplicaIdentity x) {
            replica(x);
        } else if (a instanceof AlterTableAction.Toggle x) {
            toggle(x);
        } else {
            return a instanceof AlterTableAction.WithoutOids;
        }
        return true;
    }

    /** What is kept of a column goes with it: its number may be taken again. */
    void dropped(int column) {
        String prefix = Relation.ofColumn(column, "");
        options.keySet().removeIf(k -> k.startsWith(prefix));
    }

    private RelationColumn column(String name) {
        Relation r = now.get();
        int at = r.index(name);
        if (at < 0) {
            throw SqlFailure.of(
                    FailureKind.UNDEFINED_COLUMN,
                    "column \"" + name + "\" of relation \"" + r.name() + "\" does not exist");
        }
        return r.columns().get(at);
    }

    private static String word(Expression e) {
        return e instanceof ColumnReference c ? c.parts().get(0).name() : ((Literal) e).value();
    }

    private static SqlFailure wrong(String message) {
        return SqlFailure.build(FailureKind.DATA, message).sqlState("22023").build();
    }

    private void property(AlterTableAction.SetColumnProperty a) {
        if (!(a.column() instanceof ColumnReference named)) {
            throw SqlFailure.of(FailureKind.UNSUPPORTED, "cannot refer to non-index column by number");
        }
        RelationColumn c = column(named.parts().get(0).name());
        String value = word(a.value()).toLowerCase(Locale.ROOT);
        switch (a.property()) {
            case "STATISTICS" -> keep(c, "statistics", statistics(value, notices));
            case "STORAGE" -> keep(c, "storage", storage(c, value));
            default -> keep(c, "compression", compression(c, value));
        }
    }

    /** What is kept of a target for statistics; null for the usual one. */
    static String statistics(String value, List<Notice> notices) {
        int target = Integer.parseInt(value);
        if (target < -1) {
            throw wrong("statistics target " + target + " is too low");
        }
        if (target > MOST_STATISTICS) {
            notices.add(new Notice(
                    Notice.Severity.WARNING, "22023", "lowering statistics target to " + MOST_STATISTICS, null, null));
        }
        return target < 0 ? null : String.valueOf(Math.min(target, MOST_STATISTICS));
    }

    private String storage(RelationColumn c, String value) {
        if (!STORAGE.contains(value)) {
            throw wrong("invalid storage type \"" + value + "\"");
        }
        Type type = analysis.rules().stored(c);
        String usual = type == null ? null : analysis.rules().storageOf(type);
        if ("plain".equals(usual) && !value.equals("plain")) {
            throw SqlFailure.of(
                    FailureKind.UNSUPPORTED,
                    "column data type " + analysis.rules().display(type) + " can only have storage PLAIN");
        }
        return value.equals(usual) ? null : value;
    }

    private String compression(RelationColumn c, String value) {
        Type type = analysis.rules().stored(c);
        if (type != null && "plain".equals(analysis.rules().storageOf(type))) {
            throw SqlFailure.of(
                    FailureKind.UNSUPPORTED,
                    "column data type " + analysis.rules().display(type) + " does not support compression");
        }
        if (!Set.of("pglz", "lz4", "default").contains(value)) {
            throw wrong("invalid compression method \"" + value + "\"");
        }
        return value.equals("default") ? null : value;
    }

    private void keep(RelationColumn c, String property, String value) {
        String key = Relation.ofColumn(c.number(), property);
        if (value == null) {
            options.remove(key);
        } else {
            options.put(key, value);
        }
    }

    private void columnOptions(AlterTableAction.SetColumnOptions a) {
        RelationColumn c = column(a.column().name());
        String prefix = Relation.ofColumn(c.number(), "option.");
        Map<String, String> own = new LinkedHashMap<>();
        options.forEach((k, v) -> {
            if (k.startsWith(prefix)) {
                own.put(k.substring(prefix.length()), v);
            }
        });
        Map<String, String> after =
                StorageParameters.changed(StorageParameters.COLUMN, own, a.options(), a.reset(), analysis);
        options.keySet().removeIf(k -> k.startsWith(prefix));
        after.forEach((k, v) -> options.put(prefix + k, v));
    }

    /**
     * Where rows are kept and how: there is one way, and one tablespace for users' objects.
     *
     * @param method null if it is not said
     * @param tablespace null if it is not said
     */
    static void kept(Identifier method, Identifier tablespace) {
        if (tablespace != null) {
            tablespace(tablespace.name());
        }
        if (method != null && INDEX_METHODS.contains(method.name())) {
            throw SqlFailure.build(FailureKind.SEMANTIC, "access method \"" + method.name() + "\" is not of type TABLE")
                    .sqlState("55000")
                    .build();
        }
        if (method != null && !method.name().equals("heap")) {
            throw SqlFailure.of(FailureKind.UNDEFINED_OBJECT, "access method \"" + method.name() + "\" does not exist");
        }
    }

    /** There is one tablespace for users' objects. */
    static void tablespace(String name) {
        if (name.equals("pg_global")) {
            throw wrong("only shared relations can be placed in pg_global tablespace");
        }
        if (!name.equals("pg_default")) {
            throw SqlFailure.of(FailureKind.UNDEFINED_OBJECT, "tablespace \"" + name + "\" does not exist");
        }
    }

    private void logged(boolean logged) {
        if (before.temporary()) {
            throw SchemaNames.invalid(
                    "cannot change logged status of table \"" + before.name() + "\" because it is temporary");
        }
        boolean was = !before.options().containsKey(Relation.UNLOGGED);
        if (was == logged) {
            return;
        }
        for (Relation other : analysis.catalog().relations()) {
            boolean differs = other.id() != before.id() && other.options().containsKey(Relation.UNLOGGED) == logged;
            // the two ends of a foreign key have to outlast the same
            boolean refers = differs && (logged ? refers(before, other.id()) : refers(other, before.id()));
            if (refers) {
                throw SchemaNames.invalid("could not change table \"" + before.name() + "\" to "
                        + (logged ? "logged" : "unlogged") + " because it references "
                        + (logged ? "unlogged" : "logged") + " table \"" + other.name() + "\"");
            }
        }
        if (logged) {
            options.remove(Relation.UNLOGGED);
        } else {
            options.put(Relation.UNLOGGED, "true");
        }
    }

    private static boolean refers(Relation from, int to) {
        return from.constraints().stream()
                .anyMatch(c -> c.reference() != null && c.reference().tableId() == to);
    }

    private TableIndex index(String name) {
        return now.get().indexes().stream()
                .filter(i -> i.name().equals(name))
                .findFirst()
                .orElseThrow(() -> SqlFailure.of(
                        FailureKind.UNDEFINED_OBJECT,
                        "index \"" + name + "\" for table \"" + before.name() + "\" does not exist"));
    }

    private void cluster(AlterTableAction.ClusterOn a) {
        if (a.index() == null) {
            options.remove(Relation.CLUSTERED);
            return;
        }
        TableIndex i = index(a.index().name());
        if (!i.method().equals("btree") && !i.method().equals("gist")) {
            throw SqlFailure.of(
                    FailureKind.UNSUPPORTED,
                    "cannot cluster on index \"" + i.name() + "\" because access method does not support clustering");
        }
        if (i.predicate() != null) {
            throw SqlFailure.of(FailureKind.UNSUPPORTED, "cannot cluster on partial index \"" + i.name() + "\"");
        }
        options.put(Relation.CLUSTERED, String.valueOf(i.id()));
    }

    private void replica(AlterTableAction.ReplicaIdentity a) {
        options.remove(Relation.REPLICA_INDEX);
        if (a.index() != null) {
            TableIndex i = index(a.index().name());
            refuseReplica(i);
            options.put(Relation.REPLICA_INDEX, String.valueOf(i.id()));
        }
        if (a.kind() == 'd') {
            options.remove(Relation.REPLICA_IDENTITY);
        } else {
            options.put(Relation.REPLICA_IDENTITY, String.valueOf(a.kind()));
        }
    }

    private void refuseReplica(TableIndex i) {
        String named = "index \"" + i.name() + "\"";
        if (!i.unique()) {
            throw kind("cannot use non-unique " + named + " as replica identity");
        }
        if (now.get().deferrableKey(i.id()) != null) {
            throw SqlFailure.of(FailureKind.UNSUPPORTED, "cannot use non-immediate " + named + " as replica identity");
        }
        if (i.keys().stream().anyMatch(k -> k.expression() != null)) {
            throw SqlFailure.of(FailureKind.UNSUPPORTED, "cannot use expression " + named + " as replica identity");
        }
        if (i.predicate() != null) {
            throw SqlFailure.of(FailureKind.UNSUPPORTED, "cannot use partial " + named + " as replica identity");
        }
        for (TableIndex.Key k : i.keys()) {
            RelationColumn c = now.get().column(k.column());
            if (!c.notNull()) {
                throw kind(
                        named + " cannot be used as replica identity because column \"" + c.name() + "\" is nullable");
            }
        }
    }

    private static SqlFailure kind(String message) {
        return SqlFailure.build(FailureKind.SEMANTIC, message).sqlState("42809").build();
    }

    /** There are no triggers and rules of users that could be put on and off. */
    private void toggle(AlterTableAction.Toggle a) {
        if (a.name() != null) {
            throw SqlFailure.of(
                    FailureKind.UNDEFINED_OBJECT,
                    a.what().toLowerCase(Locale.ROOT) + " \"" + a.name().name() + "\" for "
                            + (a.what().equals("RULE") ? "relation" : "table") + " \"" + before.name()
                            + "\" does not exist");
        }
        boolean keyed = before.constraints().stream().anyMatch(c -> c.kind() == TableConstraint.Kind.FOREIGN_KEY)
                || analysis.catalog().relations().stream().anyMatch(r -> refers(r, before.id()));
        if (a.what().equals("TRIGGER ALL") && !a.enable() && keyed) {
            throw analysis.at(a).unsupported("DISABLE TRIGGER ALL of a table that foreign keys are about");
        }
    }
}
