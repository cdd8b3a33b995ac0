package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.tree.Argument;
import io.polywire.sql.tree.Cast;
import io.polywire.sql.tree.ColumnDefinition;
import io.polywire.sql.tree.FunctionCall;
import io.polywire.sql.tree.FunctionItem;
import io.polywire.sql.tree.Literal;
import io.polywire.sql.tree.TypeName;
import java.util.ArrayList;
import java.util.List;

/**
 * Functions in FROM whose columns are said where they are called: by a column definition list, or by a first argument
 * {@code NULL::table}.
 */
final class DefinedRows {
    private final Analysis analysis;

    DefinedRows(Analysis analysis) {
        this.analysis = analysis;
    }

    /**
     * The call of such a function; null for any other.
     *
     * @param ofAlias the list behind the alias, may be empty
     * @param read takes the types that the columns' texts are read as
     */
    RowsCall call(FunctionItem item, List<ColumnDefinition> ofAlias, Scope scope, List<Type> read) {
        if (!(item.call() instanceof FunctionCall f) || f.name().parts().size() > 1) {
            return null;
        }
        List<ColumnDefinition> list = ofAlias.isEmpty() ? item.columns() : ofAlias;
        String name = f.name().last().name();
        boolean populates = name.endsWith("_populate_record") || name.endsWith("_populate_recordset");
        Place at = analysis.at(f);
        if (list.isEmpty() && !populates) {
            if (analysis.rules().arrays().givesRecords(name)) {
                throw at.failure(
                        FailureKind.SYNTAX, "a column definition list is required for functions returning \"record\"");
            }
            return null;
        }
        if (!populates && !analysis.rules().arrays().givesRecords(name)) {
            return null;
        }
        List<String> names = new ArrayList<>();
        List<Type> types = new ArrayList<>();
        List<Argument> arguments = f.arguments();
        if (populates) {
            if (!list.isEmpty() || arguments.size() != 2) {
                throw at.unsupported("this call of " + name);
            }
            table(arguments.get(0), names, types);
            arguments = arguments.subList(1, 2);
        }
        for (ColumnDefinition c : list) {
            names.add(c.name().name());
            types.add(analysis.type(c.type()));
        }
        List<BoundExpression> values = new ArrayList<>();
        for (Argument a : arguments) {
            values.add(analysis.expressions().plain(a.value(), scope, "functions in FROM"));
        }
        RowsCall call = analysis.rules().arrays().records(name, values, names, types, at);
        if (call == null) {
            throw at.unsupported("a column definition list of function " + name);
        }
        read.addAll(types);
        return call;
    }

    /** The columns of the table whose row of NULLs an argument is. */
    private void table(Argument a, List<String> names, List<Type> types) {
        Place at = analysis.at(a);
        if (!(a.value() instanceof Cast c) || !(c.operand() instanceof Literal l) || l.kind() != Literal.Kind.NULL) {
            throw at.unsupported("a row to fill that is not NULL::table");
        }
        TypeName type = c.type();
        Relation r = type.name().parts().size() == 1
                ? analysis.catalog().relation(type.name().last().name())
                : analysis.catalog()
                        .relation(
                                type.name().parts().get(0).name(),
                                type.name().last().name());
        if (r == null) {
            throw analysis.at(type)
                    .failure(
                            FailureKind.UNDEFINED_OBJECT,
                            "type \"" + type.name().last().name() + "\" does not exist");
        }
        for (RelationColumn column : r.columns()) {
            Type t = analysis.rules().stored(column);
            if (t == null) {
                throw at.unsupported("a row of a table with columns of other programs");
            }
            names.add(column.name());
            types.add(t);
        }
    }
}
