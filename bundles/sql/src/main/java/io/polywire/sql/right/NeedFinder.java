package io.polywire.sql.right;

import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundSource;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.bound.ChangeRights;
import io.polywire.sql.catalog.Relation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Works out what rights a bound statement needs.
 *
 * <p>It looks at every part of the statement by the components of its records, not by a list of known kinds: a kind of node
 * that somebody adds later cannot be overlooked, and what is overlooked here would be read without a right.
 */
final class NeedFinder {
    /**
     * A source.
     *
     * @param as whose right on it is asked for
     * @param view whether it is the query of a view, whose columns go by their places
     */
    private record Source(Relation relation, long as, boolean view) {
        Source(Relation relation, long as) {
            this(relation, as, false);
        }

        /** Names of columns of the relation. */
        Set<String> names(Set<String> columns) {
            if (relation.kind() == Relation.Kind.SEQUENCE) {
                // rights are on the whole of it
                return Set.of();
            }
            return view
                    ? columns.stream()
                            .map(c -> relation.columns()
                                    .get(Integer.parseInt(c.substring(1)) - 1)
                                    .name())
                            .collect(Collectors.toSet())
                    : columns;
        }
    }

    private final Map<Integer, Source> tables = new LinkedHashMap<>();
    private final Map<Integer, Set<String>> read = new LinkedHashMap<>();
    /** Sources whose rows' numbers were asked for as a value of the dialect's own type, by their numbers. */
    private final Set<Integer> places = new LinkedHashSet<>();

    private final List<Need> changes = new ArrayList<>(2);

    private final Grants grants;
    /** The owner of the view in which the walk is. */
    private long as = Need.ASKING;

    private final Set<Integer> invoked;

    private NeedFinder(Grants grants, Set<Integer> invoked) {
        this.grants = grants;
        this.invoked = invoked;
    }

    /**
     * The rights that a statement needs, the changed table's first.
     *
     * @param locks whether its query locks the rows that it reads, which needs UPDATE as well
     * @param invoked sources that are read with the rights of whoever asks, also within a view
     */
    static List<Need> of(BoundStatement statement, boolean locks, Grants grants, Set<Integer> invoked) {
        if (statement instanceof BoundStatement.Program p) {
            Set<Need> all = new LinkedHashSet<>();
            for (BoundStatement.Step s : p.steps()) {
                if (s.keeps()) {
                    // those that read what it keeps ask for the rights
                    continue;
                }
                // rows that are counted and not read
                boolean counts = s.statement() instanceof BoundStatement.Selects && s.slot() < 0 && !s.shown();
                of(s.statement(), false, grants, invoked).stream()
                        .filter(n -> !counts || !n.columns().isEmpty())
                        .forEach(all::add);
            }
            return List.copyOf(all);
        }
        NeedFinder needs = new NeedFinder(grants, invoked);
        int target = needs.target(statement);
        needs.walk(statement);
        if (statement instanceof BoundStatement.Inserts i && i.conflict() != null) {
            // whoever names a column of EXCLUDED needs SELECT on the table's
            Set<String> excluded = needs.read.remove(i.conflict().excluded());
            if (excluded != null) {
                needs.read.computeIfAbsent(target, n -> new LinkedHashSet<>()).addAll(excluded);
            }
        }
        List<Need> all = new ArrayList<>(needs.changes);
        needs.tables.forEach((number, source) -> {
            Relation relation = source.relation();
            // the number of a row is nobody's secret but where it was asked for
            Set<String> read = new LinkedHashSet<>(needs.read.getOrDefault(number, Set.of()));
            if (!needs.places.contains(number)) {
                read.removeIf(c -> Relation.ROW_NUMBERS.contains(c) && relation.index(c) < 0);
            }
            Set<String> columns = source.names(read);
            if (number != target || !columns.isEmpty()) {
                all.add(new Need(relation, Right.SELECT, columns, source.as()));
            }
            if (locks) {
                all.add(new Need(relation, Right.UPDATE, Set.of(), source.as()));
            }
        });
        return List.copyOf(all);
    }

    /** Notes what is changed; the number of the target among the sources, or -1. */
    private int target(BoundStatement s) {
        if (s instanceof BoundStatement.Inserts i) {
            changed(Right.INSERT, i.target(), i.number(), i.rights());
            if (i.conflict() != null) {
                read.computeIfAbsent(i.number(), n -> new LinkedHashSet<>())
                        .addAll(i.conflict().key());
                if (!i.conflict().columns().isEmpty()) {
                    Set<String> set = Set.copyOf(i.conflict().columns());
                    changed(
                            Right.UPDATE,
                            i.target(),
                            i.number(),
                            new ChangeRights(i.rights().views(), set, Set.of()));
                }
            }
            return i.number();
        }
        if (s instanceof BoundStatement.Updates u) {
            changed(Right.UPDATE, u.target(), u.number(), u.rights());
            return u.number();
        }
        if (s instanceof BoundStatement.Deletes d) {
            changed(Right.DELETE, d.target(), d.number(), d.rights());
            return d.number();
        }
        return -1;
    }

    /** Rights on the views by which a table is named, and on the table, of whoever names each of them. */
    private void changed(Right right, Relation table, int number, ChangeRights rights) {
        long who = as;
        for (ChangeRights.View v : rights.views()) {
            changes.add(new Need(v.relation(), right, shown(rights.given(), v, false), who));
            if (!rights.read().isEmpty()) {
                changes.add(new Need(v.relation(), Right.SELECT, shown(rights.read(), v, true), who));
            }
            who = invokes(v.relation()) ? who : grants.owner(v.relation().id());
        }
        changes.add(new Need(table, right, right == Right.DELETE ? Set.of() : rights.given(), who));
        tables.put(number, new Source(table, who));
    }

    /**
     * Names of a view's columns.
     *
     * @param all whether one that the view shows in a value of its own needs the right on the whole view
     */
    private static Set<String> shown(Set<String> columns, ChangeRights.View view, boolean all) {
        Set<String> names = new LinkedHashSet<>();
        for (String c : columns) {
            String name = view.columns().get(c);
            if (name != null || all) {
                names.add(name == null ? "" : name);
            }
        }
        return names;
    }

    private void walk(Object part) {
        if (part instanceof BoundSource.Table t) {
            long who = who(t.number());
            for (Relation v : t.through()) {
                who = invokes(v) ? who : grants.owner(v.id());
            }
            tables.putIfAbsent(t.number(), new Source(t.relation(), who));
        } else if (part instanceof BoundSource.Derived d && d.view() != null) {
            tables.putIfAbsent(d.number(), new Source(d.view(), who(d.number()), true));
            long outside = as;
            as = invokes(d.view()) ? who(d.number()) : grants.owner(d.view().id());
            walk(d.query());
            as = outside;
        } else if (part instanceof BoundConstant) {
            // reads nothing
            return;
        } else if (part instanceof BoundColumn c) {
            read.computeIfAbsent(c.source(), n -> new LinkedHashSet<>()).add(c.name());
            if (Relation.ROW_NUMBERS.contains(c.name()) && c.type().kind() == TypeKind.OTHER) {
                places.add(c.source());
            }
        } else if (part instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                walk(list.get(i));
            }
        } else if (part instanceof Iterable<?> several) {
            several.forEach(this::walk);
        } else if (part instanceof Record r) {
            for (MethodHandle component : PARTS.get(r.getClass())) {
                walk(value(r, component));
            }
        }
    }

    /** Whose rights on a source count. */
    private long who(int source) {
        return invoked.contains(source) ? Need.ASKING : as;
    }

    /** Whether a view is read with the rights of whoever reads it (PostgreSQL 15, CREATE VIEW, security_invoker). */
    private static boolean invokes(Relation view) {
        return "true".equals(view.options().get("security_invoker"));
    }

    /** Those components of a record in which something could be read; relations, types and constants have none. */
    private static final ClassValue<MethodHandle[]> PARTS = new ClassValue<>() {
        @Override
        protected MethodHandle[] computeValue(Class<?> type) {
            if (!type.getPackageName().equals(BoundStatement.class.getPackageName())) {
                return new MethodHandle[0];
            }
            return Arrays.stream(type.getRecordComponents())
                    .filter(c -> !c.getType().isPrimitive()
                            && !c.getType().isEnum()
                            && c.getType() != String.class
                            && c.getType() != Type.class)
                    .map(NeedFinder::reader)
                    .toArray(MethodHandle[]::new);
        }
    };

    private static MethodHandle reader(RecordComponent component) {
        try {
            return MethodHandles.lookup()
                    .unreflect(component.getAccessor())
                    .asType(MethodType.methodType(Object.class, Record.class));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("a part of a statement cannot be read", e);
        }
    }

    private static Object value(Record r, MethodHandle component) {
        try {
            return component.invokeExact(r);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a part of a statement cannot be read", e);
        }
    }
}
