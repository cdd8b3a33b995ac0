package io.polywire.sql.analyse;

import io.polywire.sql.tree.ColumnDefinition;
import io.polywire.sql.tree.ColumnOptions;
import io.polywire.sql.tree.Constraint;
import io.polywire.sql.tree.CreateTable;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.TableElement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keys of CREATE TABLE that are written twice are one, the primary key before all others; it has the first name that one of them
 * is given (transformIndexConstraints of parse_utilcmd.c).
 */
final class KeyMerge {
    /** @param columns names of the columns, in order, and of those that are included */
    private record Shape(List<String> columns, List<String> include, boolean equalNulls, boolean may, boolean does) {}

    private static final class Kept {
        private final Constraint.Key key;
        private Identifier name;

        Kept(Constraint.Key key) {
            this.key = key;
            this.name = key.name();
        }
    }

    private final Map<Constraint.Key, Constraint.Key> kept = new IdentityHashMap<>();
    private final Set<Constraint.Key> all = Collections.newSetFromMap(new IdentityHashMap<>());

    KeyMerge(CreateTable s) {
        List<Constraint.Key> keys = new ArrayList<>();
        Map<Constraint.Key, String> ofColumns = new IdentityHashMap<>();
        for (TableElement e : s.elements()) {
            if (e instanceof ColumnDefinition c) {
                add(c.constraints(), c.name().name(), keys, ofColumns);
            } else if (e instanceof ColumnOptions o) {
                add(o.constraints(), o.name().name(), keys, ofColumns);
            } else if (e instanceof Constraint.Key k) {
                keys.add(k);
            }
        }
        all.addAll(keys);
        Map<Shape, Kept> first = new LinkedHashMap<>();
        List<Constraint.Key> sorted = new ArrayList<>();
        keys.stream().filter(Constraint.Key::primary).forEach(sorted::add);
        keys.stream().filter(k -> !k.primary()).forEach(sorted::add);
        for (Constraint.Key k : sorted) {
            Shape shape = shape(k, ofColumns.get(k));
            Kept prior = first.get(shape);
            if (prior == null || k.primary()) {
                // a second primary key is told of where it stands
                first.putIfAbsent(shape, new Kept(k));
                if (prior != null) {
                    kept.put(k, k);
                }
            } else if (prior.name == null) {
                prior.name = k.name();
            }
        }
        first.values().forEach(p -> kept.put(p.key, named(p.key, p.name)));
    }

    private static void add(
            List<Constraint> constraints,
            String column,
            List<Constraint.Key> keys,
            Map<Constraint.Key, String> ofColumns) {
        for (Constraint c : constraints) {
            if (c instanceof Constraint.Key k) {
                keys.add(k);
                ofColumns.put(k, column);
            }
        }
    }

    private static Shape shape(Constraint.Key k, String column) {
        boolean does = Boolean.TRUE.equals(k.timing().initiallyDeferred());
        return new Shape(
                column == null ? k.columns().stream().map(Identifier::name).toList() : List.of(column),
                k.include().stream().map(Identifier::name).toList(),
                k.nullsNotDistinct(),
                does || Boolean.TRUE.equals(k.timing().deferrable()),
                does);
    }

    private static Constraint.Key named(Constraint.Key k, Identifier name) {
        return name == k.name()
                ? k
                : new Constraint.Key(
                        name,
                        k.primary(),
                        k.nullsNotDistinct(),
                        k.columns(),
                        k.include(),
                        k.options(),
                        k.tablespace(),
                        k.index(),
                        k.timing(),
                        k.start(),
                        k.end());
    }

    /** What a key is to be made as; null where another one is made in its place. */
    Constraint.Key made(Constraint.Key k) {
        return all.contains(k) ? kept.get(k) : k;
    }
}
