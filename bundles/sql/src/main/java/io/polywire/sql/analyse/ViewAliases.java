package io.polywire.sql.analyse;

import io.polywire.sql.catalog.Dependency;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.right.TreeParts;
import io.polywire.sql.tree.Alias;
import io.polywire.sql.tree.Join;
import io.polywire.sql.tree.NamedTable;
import io.polywire.sql.tree.TableReference;

/**
 * Views that call columns of a table, or of what they join it with, by names of their own: such names go by the columns'
 * places, so that another column, or one less, would make them mean others.
 */
final class ViewAliases {
    private ViewAliases() {}

    /** Refuses further columns of a relation that a view joins under names of its own. */
    static void checkAdded(Relation of, Analysis analysis, Place at) {
        Relation view = find(of, 0, analysis);
        if (view != null) {
            throw at.unsupported(
                    "another column of a relation that view \"" + view.name() + "\" joins under names for columns");
        }
    }

    /** Refuses to drop a column that a view has a name for and does not read. */
    static void checkDropped(Relation of, int column, Analysis analysis, Place at) {
        Relation view = find(of, column, analysis);
        if (view != null) {
            throw at.unsupported(
                    "DROP of a column of a relation whose columns view \"" + view.name() + "\" has names for");
        }
    }

    /**
     * A view that would mean something else.
     *
     * @param dropped number of the column that goes; 0 where one comes
     */
    private static Relation find(Relation of, int dropped, Analysis analysis) {
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
            if (view != null && view.definition() != null && !reads) {
                Finder f = new Finder(of, dropped);
                f.walk(Views.tree(view, analysis));
                if (f.found) {
                    return view;
                }
            }
        }
        return null;
    }

    private static boolean names(Alias a) {
        return a != null && !a.columns().isEmpty();
    }

    private static final class Finder extends TreeParts {
        private final Relation of;
        private final int dropped;
        private boolean found;

        Finder(Relation of, int dropped) {
            this.of = of;
            this.dropped = dropped;
        }

        private boolean is(NamedTable n) {
            return n.name().last().name().equals(of.name())
                    && n.name().parts().size() == 2
                    && n.name().parts().get(0).name().equals(of.schema());
        }

        private boolean joins(TableReference t) {
            return t instanceof Join j ? joins(j.left()) || joins(j.right()) : t instanceof NamedTable n && is(n);
        }

        @Override
        protected boolean enter(Record part, Record parent, String component) {
            if (part instanceof Join j && names(j.alias()) && joins(j)) {
                found = true;
            }
            if (part instanceof NamedTable n && names(n.alias()) && is(n)) {
                int at = 0;
                while (at < of.columns().size() && of.columns().get(at).number() != dropped) {
                    at++;
                }
                // a name for it, or for one behind it
                found |= dropped > 0 && at < n.alias().columns().size();
            }
            return !found;
        }
    }
}
