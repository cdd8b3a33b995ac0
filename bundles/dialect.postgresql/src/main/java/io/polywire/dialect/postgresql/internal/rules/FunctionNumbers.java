package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Routine;
import io.polywire.sql.plan.NumberedCall;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Functions by their numbers, as clients name them in the function call protocol (fastpath.c). */
public final class FunctionNumbers {
    private FunctionNumbers() {}

    /**
     * The query that calls a function.
     *
     * @throws SqlFailure 42883 if there is none of that number, 0A000 for one that cannot be called so
     */
    public static NumberedCall call(int number, CatalogSnapshot catalog) {
        Routine own = catalog.routine(number);
        if (own != null) {
            if (own.rows()) {
                throw notSo(own.name());
            }
            List<Type> types = own.inputs().stream()
                    .map(p -> UserFunctions.type(p.type(), catalog))
                    .toList();
            return call(quoted(own.schema()) + "." + quoted(own.name()), types, false);
        }
        long oid = number & 0xFFFF_FFFFL;
        for (Object[] p : CatalogData.rows("pg_proc")) {
            if ((Long) p[at("oid")] == oid) {
                return builtIn(p);
            }
        }
        throw SqlFailure.of(FailureKind.UNDEFINED_FUNCTION, "function with OID " + oid + " does not exist");
    }

    private static int at(String column) {
        return CatalogData.definition("pg_catalog", "pg_proc").index(column);
    }

    private static NumberedCall builtIn(Object[] p) {
        String name = (String) p[at("proname")];
        if (!"f".equals(p[at("prokind")]) || Long.valueOf(1).equals(p[at("proretset")])) {
            throw notSo(name);
        }
        List<Type> types = new ArrayList<>();
        for (String oid : ((String) p[at("proargtypes")]).trim().split(" ")) {
            if (!oid.isEmpty()) {
                types.add(type(name, Long.parseLong(oid)));
            }
        }
        List<String> names = types.stream().map(Type::name).toList();
        if (Registry.all().function(name, names) == null) {
            NumberedCall operator = operator((Long) p[at("oid")], types);
            if (operator != null) {
                return operator;
            }
        }
        return call("pg_catalog." + quoted(name), types, !Long.valueOf(0).equals(p[at("provariadic")]));
    }

    private static Type type(String function, long oid) {
        String type = CatalogData.typeName(oid);
        ServerCatalog.TypeRow row = type == null ? null : ServerCatalog.all().type(type);
        if (row == null || row.kind() == 'p') {
            throw SqlFailure.unsupported("a call of function " + function + " by its number");
        }
        return PgTypes.named(type);
    }

    /** The operator that a function is behind; null if it is behind none. */
    private static NumberedCall operator(long function, List<Type> types) {
        for (String[] o : CatalogData.lines("pg_operator")) {
            if (Long.parseLong(o[12]) == function) {
                String operator = " OPERATOR(pg_catalog." + o[1] + ") ";
                String text = types.size() == 1 ? "SELECT" + operator + "$1" : "SELECT $1" + operator + "$2";
                return new NumberedCall(text, types);
            }
        }
        return null;
    }

    private static NumberedCall call(String name, List<Type> types, boolean variadic) {
        int n = types.size();
        String arguments = IntStream.rangeClosed(1, n)
                .mapToObj(i -> (variadic && i == n ? "VARIADIC $" : "$") + i)
                .collect(Collectors.joining(", "));
        return new NumberedCall("SELECT " + name + "(" + arguments + ")", types);
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private static SqlFailure notSo(String name) {
        return SqlFailure.of(FailureKind.UNSUPPORTED, "cannot call function \"" + name + "\" via fastpath interface");
    }
}
