package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Rows of system relations that come of one relation of the database. They are made once for as long as the relation, the
 * types and what else they are said to depend on stay the same, so that a change of the schema costs what it changes, not
 * what there is; and they stay the same objects, by which the storage sees quickly that they have not changed.
 */
final class KeptRows {
    private record Key(String what) {}

    private record Made(List<?> on, List<Object[]> rows) {}

    /** One relation's of one kind. */
    private static final class Slot {
        private volatile Made made;
    }

    private KeptRows() {}

    /** A relation that rows of another one depend on: it, and none that is like it. */
    record Same(Relation relation) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Same s && s.relation == relation;
        }

        @Override
        public int hashCode() {
            return relation.id();
        }
    }

    /**
     * Adds them.
     *
     * @param what whose rows
     * @param on what they depend on besides the relation itself and the types; compared with equals
     * @param make makes them
     */
    static void add(
            String what,
            Relation r,
            CatalogSnapshot catalog,
            List<?> on,
            Consumer<List<Object[]>> make,
            List<Object[]> rows) {
        Slot slot = catalog.derived(new Key(what), r, Slot::new);
        Made made = slot.made;
        if (made == null || !made.on().equals(on)) {
            List<Object[]> all = new ArrayList<>();
            make.accept(all);
            made = new Made(on, all);
            slot.made = made;
        }
        rows.addAll(made.rows());
    }

    /**
     * What is in a relation whose text depends on more than the relation: on the search path, and on what it finds.
     *
     * @param counts whether a default counts on a sequence
     * @param computes whether a column has another default than a constant of a type that is not a user's, or is worked out
     * @param indexes whether an index has expressions
     * @param checks whether it has conditions
     */
    record Texts(boolean counts, boolean computes, boolean indexes, boolean checks) {}

    static Texts texts(Relation r, CatalogSnapshot catalog) {
        return catalog.derived(Texts.class, r, () -> textsOf(r));
    }

    private static Texts textsOf(Relation r) {
        boolean counts = false;
        boolean computes = false;
        for (RelationColumn c : r.columns()) {
            String value = c.defaultValue() == null ? null : c.defaultValue().source();
            counts |= value != null && value.toLowerCase(Locale.ROOT).contains("nextval");
            computes |= c.generation() != null
                    || value != null
                            && (c.typeId() != 0 || !CONSTANT.matcher(value).matches());
        }
        return new Texts(
                counts,
                computes,
                r.indexes().stream()
                        .anyMatch(
                                i -> i.predicate() != null || i.keys().stream().anyMatch(k -> k.expression() != null)),
                r.constraints().stream().anyMatch(c -> c.check() != null));
    }

    private static final Pattern CONSTANT = Pattern.compile("-?[0-9]+(\\.[0-9]+)?|'[^'\\\\]*'|(?i:true|false|null)");
}
