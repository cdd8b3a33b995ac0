package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.catalog.UserType;
import io.polywire.sql.tree.Argument;
import io.polywire.sql.tree.ColumnDefinition;
import io.polywire.sql.tree.FunctionCall;
import io.polywire.sql.tree.FunctionItem;
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
    RowsCall call(FunctionItem item, List<ColumnDefinition> ofAlias, Scope scope, List<Type.Field> read) {
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
        List<Integer> domains = new ArrayList<>();
        List<Argument> arguments = f.arguments();
        BoundExpression row = null;
        if (populates) {
            if (!list.isEmpty() || arguments.size() != 2) {
                throw at.unsupported("this call of " + name);
            }
            row = row(name, arguments.get(0), scope, names, types, domains);
            arguments = arguments.subList(1, 2);
        }
        for (ColumnDefinition c : list) {
            names.add(c.name().name());
            types.add(analysis.type(c.type()));
            UserType own = c.type().dimensions().isEmpty() ? analysis.rules().userType(c.type()) : null;
            domains.add(own == null ? 0 : own.id());
        }
        List<BoundExpression> values = new ArrayList<>();
        if (row != null) {
            values.add(row);
        }
        for (Argument a : arguments) {
            values.add(analysis.expressions().plain(a.value(), scope, "functions in FROM"));
        }
        RowsCall call = analysis.rules().arrays().records(name, values, names, types, at);
        if (call == null) {
            throw at.unsupported("a column definition list of function " + name);
        }
        for (int i = 0; i < types.size(); i++) {
            read.add(new Type.Field(names.get(i), i + 1, types.get(i), domains.get(i)));
        }
        return call;
    }

    /** The row that is filled, with the columns that it has. */
    private BoundExpression row(
            String name, Argument a, Scope scope, List<String> names, List<Type> types, List<Integer> domains) {
        BoundExpression row = analysis.expressions().plain(a.value(), scope, "functions in FROM");
        if (row.type().fields() == null) {
            boolean unknown = row.type().kind() == TypeKind.UNKNOWN;
            throw unknown
                    ? SqlFailure.build(FailureKind.UNSUPPORTED, "could not determine row type for result of " + name)
                            .hint("Provide a non-null record argument, or call the function in the FROM clause using a"
                                    + " column definition list.")
                            .build()
                    : SqlFailure.of(FailureKind.TYPE_MISMATCH, "first argument of " + name + " must be a row type");
        }
        for (Type.Field f : row.type().fields()) {
            names.add(f.name());
            types.add(f.type());
            domains.add(f.domain());
        }
        return row;
    }
}
