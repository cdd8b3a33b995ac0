package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.UserType;
import io.polywire.sql.tree.AlterTableAction;
import io.polywire.sql.tree.QualifiedName;
import java.util.List;

/** Tables that are OF a composite type: their columns are its attributes, and stay so. */
final class TypedTables {
    private TypedTables() {}

    /** The type that OF names (check_of_type of tablecmds.c). */
    static UserType type(QualifiedName name, Analysis analysis) {
        UserType t = new TypeBinder(analysis).find(name);
        if (t != null && t.isComposite()) {
            return t;
        }
        Relation r = t == null ? new SchemaNames(analysis).find(name) : null;
        if (t == null && (r == null || r.kind() == Relation.Kind.SEQUENCE)) {
            throw SqlFailure.of(
                    FailureKind.UNDEFINED_OBJECT, "type \"" + SchemaNames.shown(name) + "\" does not exist");
        }
        throw kind("type " + analysis.rules().quoted(t == null ? r.name() : t.name()) + " is not a composite type");
    }

    private static SqlFailure kind(String message) {
        return SqlFailure.build(FailureKind.SEMANTIC, message).sqlState("42809").build();
    }

    /** The number of the type that a table is of; 0 if it is of none. */
    static int of(Relation table) {
        return Integer.parseInt(table.options().getOrDefault(Relation.OF_TYPE, "0"));
    }

    /** Refuses an action that would make the columns of a typed table others than its type's. */
    static void refuse(Relation table, AlterTableAction a) {
        if (of(table) == 0) {
            return;
        }
        if (a instanceof AlterTableAction.AddColumn) {
            throw kind("cannot add column to typed table");
        } else if (a instanceof AlterTableAction.DropColumn) {
            throw kind("cannot drop column from typed table");
        } else if (a instanceof AlterTableAction.SetType) {
            throw kind("cannot alter column type of typed table");
        }
    }

    static void refuseRename(Relation table) {
        if (of(table) != 0) {
            throw kind("cannot rename column of typed table");
        }
    }

    /** Refuses a change of the attributes of a type that tables are of. */
    static void refuseChange(UserType t, boolean cascade, Analysis analysis, Place at) {
        boolean used = analysis.catalog().relations().stream().anyMatch(r -> of(r) == t.id());
        if (used && cascade) {
            throw at.unsupported("ALTER TYPE ... CASCADE of the type of a typed table");
        }
        if (used) {
            throw SqlFailure.build(
                            FailureKind.SEMANTIC,
                            "cannot alter type \"" + t.name() + "\" because it is the type of a typed table")
                    .sqlState("2BP01")
                    .hint("Use ALTER ... CASCADE to alter the typed tables too.")
                    .build();
        }
    }

    /** Refuses OF where columns and attributes differ (ATExecAddOf of tablecmds.c). */
    static void fit(Relation table, List<Type> types, UserType t, TypeRules rules) {
        int at = 0;
        List<RelationColumn> columns = table.columns();
        for (RelationColumn a : t.fields()) {
            if (at >= columns.size()) {
                throw differs("table is missing column \"" + a.name() + "\"");
            }
            RelationColumn c = columns.get(at);
            if (!c.name().equals(a.name())) {
                throw differs("table has column \"" + c.name() + "\" where type requires \"" + a.name() + "\"");
            }
            if (c.typeId() != a.typeId() || !types.get(at).equals(rules.stored(a))) {
                throw differs("table \"" + table.name() + "\" has different type for column \"" + c.name() + "\"");
            }
            at++;
        }
        if (at < columns.size()) {
            throw differs("table has extra column \"" + columns.get(at).name() + "\"");
        }
    }

    private static SqlFailure differs(String message) {
        return SqlFailure.of(FailureKind.TYPE_MISMATCH, message);
    }

    static SqlFailure none(Relation table) {
        return kind("\"" + table.name() + "\" is not a typed table");
    }
}
