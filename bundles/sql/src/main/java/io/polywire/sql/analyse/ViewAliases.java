package io.polywire.sql.analyse;

import io.polywire.api.error.SqlFailure;
import io.polywire.sql.bound.SchemaStep;
import io.polywire.sql.catalog.Dependency;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.right.TreeParts;
import io.polywire.sql.tree.Alias;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.Join;
import io.polywire.sql.tree.NamedTable;
import io.polywire.sql.tree.QualifiedName;
import io.polywire.sql.tree.TableReference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Views that call columns of a table, or of what they join it with, by names of their own: such names go by the columns'
 * places, so that another column, or one less, would make them mean others. The list of names gets one more, or one less, too.
 */
final class ViewAliases {
    private final Relation of;
    /** Name of the column that comes; null if one goes. */
    private final String added;
    /** Number of the column that goes. */
    private final int dropped;

    private final Analysis analysis;
    private final Place at;

    private ViewAliases(Relation of, String added, int dropped, Analysis analysis, Place at) {
        this.of = of;
        this.added = added;
        this.dropped = dropped;
        this.analysis = analysis;
        this.at = at;
    }

    /** The views that join a relation under names of their own, with one for a further column. */
    static List<SchemaStep> added(Relation of, String column, List<SchemaStep> before, Analysis analysis, Place at) {
        return new ViewAliases(of, column, 0, analysis, at).steps(before);
    }

    /** The views that have a name for a column which they do not read, without it. */
    static List<SchemaStep> dropped(Relation of, int column, List<SchemaStep> before, Analysis analysis, Place at) {
        return new ViewAliases(of, null, column, analysis, at).steps(before);
    }

    /** @param before steps of the same statement; what they do to a view is not done again */
    private List<SchemaStep> steps(List<SchemaStep> before) {
        List<SchemaStep> steps = new ArrayList<>();
        for (int id : analysis.catalog().dependencies().stream()
                .filter(d -> d.on() == of.id())
                .mapToInt(Dependency::dependent)
                .distinct()
                .toArray()) {
            Relation view = analysis.catalog().relation(id);
            // one that reads the column goes with it
            boolean reads = dropped > 0
                    && analysis.catalog().dependencies().stream()
                            .anyMatch(d -> d.dependent() == id && d.on() == of.id() && d.column() == dropped);
            if (view == null || view.definition() == null || reads) {
                continue;
            }
            Finder f = new Finder();
            f.walk(Views.tree(view, analysis));
            if (f.edits.isEmpty()) {
                continue;
            }
            boolean again = before.stream()
                    .anyMatch(
                            s -> s instanceof SchemaStep.Keeps k && k.relation().id() == id);
            if (again) {
                throw at.unsupported("several changes of columns that view \"" + view.name() + "\" has names for");
            }
            steps.add(new SchemaStep.Keeps(view.defined(written(view.definition(), f.edits), view.options())));
        }
        return steps;
    }

    private record Edit(int start, int end, String with) {}

    private static String written(String text, List<Edit> edits) {
        edits.sort(Comparator.comparingInt(Edit::start));
        StringBuilder out = new StringBuilder();
        int from = 0;
        for (Edit e : edits) {
            out.append(text, from, e.start()).append(e.with());
            from = e.end();
        }
        return out.append(text, from, text.length()).toString();
    }

    /**
     * A column of a part of FROM.
     *
     * @param marked whether it is the one that comes or goes
     */
    private record Column(String name, boolean marked) {}

    private static boolean names(Alias a) {
        return a != null && !a.columns().isEmpty();
    }

    private final class Finder extends TreeParts {
        private final List<Edit> edits = new ArrayList<>();

        private boolean is(NamedTable n) {
            return is(n.name(), of);
        }

        private static boolean is(QualifiedName n, Relation r) {
            return n.last().name().equals(r.name())
                    && n.parts().size() == 2
                    && n.parts().get(0).name().equals(r.schema());
        }

        private boolean joins(TableReference t) {
            return t instanceof Join j ? joins(j.left()) || joins(j.right()) : t instanceof NamedTable n && is(n);
        }

        @Override
        protected boolean enter(Record part, Record parent, String component) {
            if (part instanceof Join j && names(j.alias()) && joins(j)) {
                change(j.alias(), columns(j, false));
            }
            if (part instanceof NamedTable n && names(n.alias()) && is(n)) {
                change(n.alias(), columns(n, false));
            }
            return true;
        }

        /**
         * The columns of a part of FROM, that which comes included.
         *
         * @param renamed whether under the names that the part itself gives them
         */
        private List<Column> columns(TableReference t, boolean renamed) {
            List<Column> all;
            Alias alias;
            if (t instanceof Join j) {
                if (j.natural()) {
                    throw refused();
                }
                List<Column> left = columns(j.left(), true);
                List<Column> right = columns(j.right(), true);
                List<String> using = j.using() == null
                        ? List.of()
                        : j.using().stream().map(Identifier::name).toList();
                all = new ArrayList<>();
                using.forEach(u -> all.add(new Column(u, false)));
                left.stream()
                        .filter(c -> c.marked() || !using.contains(c.name()))
                        .forEach(all::add);
                right.stream()
                        .filter(c -> c.marked() || !using.contains(c.name()))
                        .forEach(all::add);
                alias = j.alias();
            } else if (t instanceof NamedTable n && n.name().parts().size() == 2) {
                Relation r = analysis.catalog()
                        .relation(
                                n.name().parts().get(0).name(), n.name().last().name());
                if (r == null) {
                    throw refused();
                }
                all = new ArrayList<>();
                for (RelationColumn c : r.columns()) {
                    all.add(new Column(c.name(), is(n) && c.number() == dropped));
                }
                if (is(n) && added != null) {
                    all.add(new Column(added, true));
                }
                alias = n.alias();
            } else {
                throw refused();
            }
            if (renamed && names(alias)) {
                int name = 0;
                for (int i = 0; i < all.size() && name < alias.columns().size(); i++) {
                    boolean comes = all.get(i).marked() && added != null;
                    if (!comes) {
                        all.set(
                                i,
                                new Column(
                                        alias.columns().get(name++).name(),
                                        all.get(i).marked()));
                    }
                }
            }
            return all;
        }

        private SqlFailure refused() {
            return at.unsupported(
                    added != null
                            ? "another column of a relation that a view joins in this way under names for columns"
                            : "DROP of a column of a relation that a view joins in this way under names for columns");
        }

        private void change(Alias alias, List<Column> columns) {
            List<Identifier> names = alias.columns();
            int name = 0;
            for (Column c : columns) {
                if (name >= names.size()) {
                    return;
                }
                if (c.marked() && added != null) {
                    int start = names.get(name).start();
                    edits.add(new Edit(start, start, analysis.rules().quoted(fresh(names, columns)) + ", "));
                    continue;
                }
                if (c.marked()) {
                    edits.add(without(alias, name));
                }
                name++;
            }
        }

        /** The column's own name if no other has it. */
        private String fresh(List<Identifier> names, List<Column> columns) {
            String name = added;
            int number = 0;
            while (isTaken(name, names, columns)) {
                name = added + "_" + ++number;
            }
            return name;
        }

        private static boolean isTaken(String name, List<Identifier> names, List<Column> columns) {
            return names.stream().anyMatch(n -> n.name().equals(name))
                    || columns.stream().anyMatch(c -> !c.marked() && c.name().equals(name));
        }

        private static Edit without(Alias alias, int name) {
            List<Identifier> names = alias.columns();
            if (names.size() == 1) {
                return new Edit(alias.name().end(), alias.end(), "");
            }
            return name + 1 < names.size()
                    ? new Edit(names.get(name).start(), names.get(name + 1).start(), "")
                    : new Edit(names.get(name - 1).end(), names.get(name).end(), "");
        }
    }
}
