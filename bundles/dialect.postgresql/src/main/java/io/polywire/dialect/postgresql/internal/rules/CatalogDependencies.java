package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.TableConstraint;
import io.polywire.sql.catalog.TableIndex;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The rows of pg_depend for a relation and what belongs to it (documentation 15, 53.18). */
final class CatalogDependencies {
    private static final long CLASS = 1259;
    private static final long CONSTRAINT = 2606;
    private static final long DEFAULT = 2604;
    private static final long NAMESPACE = 2615;

    private CatalogDependencies() {}

    static void of(CatalogData.Definition d, Relation r, CatalogSnapshot catalog, List<Object[]> rows) {
        rows.add(row(d, CLASS, r.id(), NAMESPACE, CatalogRows.schema(r.schema(), catalog), 0, "n"));
        if (r.sequence() != null && r.sequence().ownerId() != 0) {
            rows.add(row(
                    d,
                    CLASS,
                    r.id(),
                    CLASS,
                    r.sequence().ownerId(),
                    r.sequence().ownerColumn(),
                    r.sequence().internal() ? "i" : "a"));
        }
        for (Relation s : r.sequence() == null ? catalog.relations() : List.<Relation>of()) {
            if (s.sequence() != null
                    && s.sequence().ownerId() == r.id()
                    && !s.sequence().internal()) {
                RelationColumn c = r.column(s.sequence().ownerColumn());
                if (c != null
                        && c.defaultValue() != null
                        && c.defaultValue().source().contains(s.name())) {
                    rows.add(row(d, DEFAULT, CatalogRows.defaultNumber(r, c), CLASS, s.id(), 0, "n"));
                }
            }
        }
        for (RelationColumn c : r.columns()) {
            if (CatalogRows.hasExpression(c)) {
                rows.add(row(d, DEFAULT, CatalogRows.defaultNumber(r, c), CLASS, r.id(), c.number(), "a"));
            }
        }
        Set<Integer> ofKeys = r.constraints().stream()
                .filter(TableConstraint::isKey)
                .map(c -> c.indexId() == 0 ? c.id() : c.indexId())
                .collect(Collectors.toSet());
        for (TableConstraint c : r.constraints()) {
            c.columns().forEach(n -> rows.add(row(d, CONSTRAINT, c.id(), CLASS, r.id(), n, "a")));
            if (c.isKey()) {
                rows.add(row(d, CLASS, c.indexId() == 0 ? c.id() : c.indexId(), CONSTRAINT, c.id(), 0, "i"));
            } else if (c.reference() != null) {
                c.reference()
                        .columns()
                        .forEach(n -> rows.add(
                                row(d, CONSTRAINT, c.id(), CLASS, c.reference().tableId(), n, "n")));
                if (c.indexId() != 0) {
                    rows.add(row(d, CONSTRAINT, c.id(), CLASS, c.indexId(), 0, "n"));
                }
            }
        }
        for (TableIndex i : CatalogRows.indexes(r)) {
            if (!ofKeys.contains(i.id())) {
                for (TableIndex.Key k : i.keys()) {
                    rows.add(row(d, CLASS, i.id(), CLASS, r.id(), k.column(), "a"));
                }
            }
        }
    }

    private static Object[] row(
            CatalogData.Definition d, long in, long object, long refIn, long refObject, int column, String kind) {
        return new CatalogRows.Row(d)
                .set("classid", in)
                .set("objid", object)
                .set("refclassid", refIn)
                .set("refobjid", refObject)
                .set("refobjsubid", (long) column)
                .set("deptype", kind)
                .values();
    }
}
