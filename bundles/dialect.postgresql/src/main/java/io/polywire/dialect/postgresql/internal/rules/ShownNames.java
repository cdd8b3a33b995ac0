package io.polywire.dialect.postgresql.internal.rules;

import java.util.ArrayList;
import java.util.List;

/**
 * What the columns of FROM are called where a view is shown (set_using_names, set_relation_column_names and
 * set_join_column_names of ruleutils.c): names by which joins join are the same on both sides and, where need be, the only
 * ones in the whole query.
 */
final class ShownNames {
    /** Names of columns that go without a table's, where there are such. */
    private final List<String> alone = new ArrayList<>();

    private final boolean dangerous;

    private ShownNames(boolean dangerous) {
        this.dangerous = dangerous;
    }

    /**
     * Names the columns.
     *
     * @param all everything in FROM, each join behind what it joins
     * @param tops those of them that no join joins
     */
    static void name(List<ShownTable> all, List<ShownTable> tops) {
        ShownNames n = new ShownNames(tops.stream().anyMatch(ShownNames::isDangerous));
        all.forEach(t -> t.names = new String[t.own.size()]);
        tops.forEach(n::using);
        for (ShownTable t : all) {
            if (t.kind == ShownTable.Kind.JOIN) {
                n.join(t);
            } else {
                n.table(t);
            }
        }
    }

    /** Whether a column of a join is neither that of one side nor that of the other, and no name of a table leads to it. */
    private static boolean isDangerous(ShownTable t) {
        if (t.kind != ShownTable.Kind.JOIN) {
            return false;
        }
        for (int i = 0; t.alias == null && i < t.using.size(); i++) {
            if (!t.plain[i]) {
                return true;
            }
        }
        return isDangerous(t.left) || isDangerous(t.right);
    }

    private static void push(ShownTable join, int i, String name) {
        if (join.lefts[i] != ShownTable.NONE) {
            join.left.names[join.lefts[i]] = name;
        }
        if (join.rights[i] != ShownTable.NONE) {
            join.right.names[join.rights[i]] = name;
        }
    }

    private void using(ShownTable t) {
        if (t.kind != ShownTable.Kind.JOIN) {
            return;
        }
        for (int i = 0; t.alias == null && i < t.names.length; i++) {
            if (t.names[i] != null) {
                push(t, i, t.names[i]);
            }
        }
        List<String> around = new ArrayList<>(t.around);
        for (int i = 0; i < t.using.size(); i++) {
            String name = t.names[i];
            if (name == null) {
                name = unique(i < t.given.size() ? t.given.get(i) : t.using.get(i), t);
                if (dangerous) {
                    alone.add(name);
                }
                t.names[i] = name;
            }
            t.assigned.add(name);
            around.add(name);
            push(t, i, name);
        }
        t.left.around = around;
        t.right.around = around;
        using(t.left);
        using(t.right);
    }

    private String unique(String name, ShownTable t) {
        String found = name;
        for (int i = 1; isTaken(found, t); i++) {
            found = name + "_" + i;
        }
        return found;
    }

    private boolean isTaken(String name, ShownTable t) {
        for (String n : t.names) {
            if (name.equals(n)) {
                return true;
            }
        }
        return alone.contains(name) || t.around.contains(name);
    }

    private void table(ShownTable t) {
        List<String> by = t.kind == ShownTable.Kind.RELATION ? t.own : t.read;
        boolean changed = false;
        for (int i = 0; i < t.names.length; i++) {
            if (t.names[i] == null) {
                t.names[i] = unique(t.read.get(i), t);
            }
            changed |= !t.names[i].equals(by.get(i));
        }
        t.listed = changed
                || t.kind == ShownTable.Kind.FUNCTION
                || t.kind != ShownTable.Kind.RELATION && !t.given.isEmpty();
    }

    private void join(ShownTable t) {
        boolean changed = false;
        for (int i = t.assigned.size(); i < t.names.length; i++) {
            String below = t.lefts[i] != ShownTable.NONE ? t.left.names[t.lefts[i]] : t.right.names[t.rights[i]];
            if (t.alias == null) {
                t.names[i] = below;
                continue;
            }
            if (t.names[i] == null) {
                t.names[i] = unique(i < t.given.size() ? t.given.get(i) : below, t);
            }
            changed |= !t.names[i].equals(below);
        }
        t.listed = changed;
    }
}
