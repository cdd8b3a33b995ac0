package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.tree.LikeOption;
import io.polywire.sql.tree.LikeTable;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What LIKE in CREATE TABLE takes over from another table (manual, CREATE TABLE, LIKE). */
final class LikeBinder {
    /** What may come along besides names, types and NOT NULL. */
    enum Part {
        COMMENTS,
        COMPRESSION,
        CONSTRAINTS,
        DEFAULTS,
        GENERATED,
        IDENTITY,
        INDEXES,
        STATISTICS,
        STORAGE
    }

    final Relation of;
    private final Set<Part> parts = EnumSet.noneOf(Part.class);

    LikeBinder(Analysis analysis, LikeTable l) {
        Relation r = analysis.relation(l.table());
        if (r.kind() == Relation.Kind.SEQUENCE) {
            throw analysis.at(l.table())
                    .build(FailureKind.SEMANTIC, "relation \"" + r.name() + "\" is invalid in LIKE clause")
                    .sqlState("42809")
                    .detail("This operation is not supported for sequences.")
                    .build();
        }
        this.of = r;
        for (LikeOption o : l.options()) {
            if (o.what().equalsIgnoreCase("all")) {
                if (o.including()) {
                    parts.addAll(EnumSet.allOf(Part.class));
                } else {
                    parts.clear();
                }
            } else if (o.including()) {
                parts.add(Part.valueOf(o.what().toUpperCase(Locale.ROOT)));
            } else {
                parts.remove(Part.valueOf(o.what().toUpperCase(Locale.ROOT)));
            }
        }
        if (has(Part.IDENTITY) && r.columns().stream().anyMatch(c -> c.identity() != RelationColumn.Identity.NONE)) {
            throw analysis.at(l).unsupported("LIKE ... INCLUDING IDENTITY");
        }
        if (has(Part.INDEXES)
                && r.indexes().stream()
                        .anyMatch(i -> i.predicate() != null
                                || !i.include().isEmpty()
                                || i.keys().stream().anyMatch(k -> k.column() == 0))) {
            throw analysis.at(l)
                    .unsupported("LIKE ... INCLUDING INDEXES of an index with a condition or an expression");
        }
    }

    boolean has(Part part) {
        return parts.contains(part);
    }

    /** A column as the new table has it, without what an expression gives it. */
    RelationColumn column(RelationColumn c, int number) {
        if (!of.own() && of.kind() == Relation.Kind.TABLE && c.hasDefault() && has(Part.DEFAULTS)) {
            throw SqlFailure.unsupported("LIKE ... INCLUDING DEFAULTS of a table that another program made");
        }
        return new RelationColumn(
                c.name(),
                number,
                "",
                c.typeId(),
                c.notNull(),
                null,
                RelationColumn.Identity.NONE,
                null,
                false,
                has(Part.COMMENTS) ? c.comment() : null);
    }
}
