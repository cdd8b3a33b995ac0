package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.Notice;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.bound.SchemaStep;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.TableConstraint;
import io.polywire.sql.catalog.TableIndex;
import io.polywire.sql.tree.Rename;
import java.util.ArrayList;
import java.util.List;

/** Finds out what renaming of a constraint or an index means; in the storage an index keeps the name that it has. */
final class PartRenames {
    private final Analysis analysis;
    private final SchemaNames names;
    private final List<Notice> notices;

    PartRenames(Analysis analysis, List<Notice> notices) {
        this.analysis = analysis;
        this.names = new SchemaNames(analysis);
        this.notices = notices;
    }

    /** ALTER INDEX ... RENAME. */
    BoundStatement index(Rename s) {
        TableIndex index = names.index(s.object().name());
        if (index == null) {
            String message = "relation \"" + SchemaNames.shown(s.object().name()) + "\" does not exist";
            if (!s.ifExists()) {
                throw SqlFailure.of(FailureKind.UNDEFINED_TABLE, message);
            }
            notices.add(Notice.notice(message + ", skipping"));
            return SchemaBinder.nothing(analysis, notices);
        }
        Relation table = analysis.catalog().tableOf(index.id());
        if (!table.own()) {
            throw analysis.at(s).unsupported("RENAME of an index that another program made");
        }
        String to = s.newName().name();
        names.fresh(table.schema(), to, analysis.at(s.newName()));
        return renamed(table, index.id(), to, true);
    }

    /** ALTER TABLE ... RENAME CONSTRAINT. */
    BoundStatement constraint(Rename s, Relation table) {
        TableConstraint c = table.constraint(s.part().name());
        if (c == null) {
            throw SqlFailure.of(
                    FailureKind.UNDEFINED_OBJECT,
                    "constraint \"" + s.part().name() + "\" for table \"" + table.name() + "\" does not exist");
        }
        if (!table.own()) {
            throw analysis.at(s).unsupported("RENAME of a constraint that another program made");
        }
        String to = s.newName().name();
        if (table.constraint(to) != null) {
            throw SqlFailure.of(
                    FailureKind.DUPLICATE_OBJECT,
                    "constraint \"" + to + "\" for relation \"" + table.name() + "\" already exists");
        }
        if (c.hasIndex()) {
            names.fresh(table.schema(), to, analysis.at(s.newName()));
            return renamed(table, c.indexId(), to, true);
        }
        return renamed(table, c.id(), to, false);
    }

    /** @param id of an index, and of the constraint that it keeps, or of a constraint without one */
    private BoundStatement renamed(Relation table, int id, String to, boolean ofIndex) {
        List<TableIndex> indexes = new ArrayList<>();
        boolean declared = !ofIndex;
        for (TableIndex i : table.indexes()) {
            declared |= ofIndex && i.id() == id && i.stored() == null;
            indexes.add(ofIndex && i.id() == id ? i.named(to, i.stored()) : i);
        }
        List<TableConstraint> constraints = new ArrayList<>();
        for (TableConstraint c : table.constraints()) {
            boolean it = ofIndex ? c.hasIndex() && c.indexId() == id : c.id() == id;
            constraints.add(it ? c.named(to) : c);
        }
        Relation now = table.with(constraints, indexes);
        SchemaStep step = declared
                ? new SchemaStep.Redeclares(
                        new TableParts(analysis, now, TableParts.types(analysis, now, analysis.at(0))).declaration())
                : new SchemaStep.Keeps(now);
        return new BoundStatement.ChangesSchema(
                List.of(step), notices, false, analysis.catalog().nextId());
    }
}
