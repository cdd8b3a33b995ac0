package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.api.value.ArrayValue;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.Routine;
import io.polywire.sql.catalog.UserType;
import io.polywire.sql.right.GrantRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the catalogs tell of functions of users: rows of pg_proc, and texts as ruleutils.c writes them. */
final class CatalogRoutines {
    /** The number of pg_proc. */
    static final long PROC = 1255;

    private static final long SQL = 14;
    private static final long RECORD = 2249;

    /** What stands in place of the definition of a function that is there from the start, or is none. */
    static final ScalarFunction UNDEFINED = Functions.strict("no_functiondef", 1, (in, out) -> {
        if (in.getLong(0) < CatalogSnapshot.FIRST_ID && in.getLong(0) > 0) {
            throw SqlFailure.unsupported("pg_get_functiondef of a function that is not a user's");
        }
        out.putNull();
    });

    private CatalogRoutines() {}

    // --- types ----------------------------------------------------------------------------------------------------

    private static long number(Routine.DataType t, CatalogSnapshot catalog) {
        if (t.user() == 0) {
            return PgTypes.named(t.name()).id();
        }
        Relation rows = catalog.relation(t.user());
        if (rows != null) {
            return t.name().isEmpty() ? CatalogRows.rowType(rows) : CatalogRows.arrayType(rows.id());
        }
        return t.name().isEmpty() ? t.user() : t.user() + 1L;
    }

    private static String shown(Routine.DataType t, CatalogSnapshot catalog) {
        if (t.user() == 0) {
            return PgTypes.displayed(t.name());
        }
        Relation rows = catalog.relation(t.user());
        if (rows != null) {
            return qualified(rows.schema(), rows.name(), catalog.relation(rows.name()) == rows) + t.name();
        }
        UserType own = catalog.type(t.user());
        if (own == null) {
            return "???";
        }
        boolean seen = catalog.type(own.name()) == own && ServerCatalog.all().type(own.name()) == null;
        return qualified(own.schema(), own.name(), seen) + t.name();
    }

    private static String qualified(String schema, String name, boolean seen) {
        String bare = CatalogFunctions.quoted(name);
        return seen ? bare : CatalogFunctions.quoted(schema) + "." + bare;
    }

    private static List<Routine.DataType> takes(Routine r) {
        return r.inputs().stream().map(Routine.Parameter::type).toList();
    }

    /** Whether a call by the bare name finds it. */
    private static boolean isSeen(Routine r, CatalogSnapshot catalog) {
        for (String s : catalog.path()) {
            for (Routine o : catalog.routines(s, r.name())) {
                if (o.takes(takes(r))) {
                    return o == r;
                }
            }
        }
        return false;
    }

    // --- rows -----------------------------------------------------------------------------------------------------

    /** The rows of pg_proc. */
    static void rows(CatalogData.Definition d, CatalogSnapshot catalog, List<Object[]> rows) {
        for (Routine r : catalog.routines()) {
            List<Routine.Parameter> all = r.parameters();
            boolean out = all.stream().anyMatch(p -> p.mode() != Routine.Mode.IN);
            boolean named = all.stream().anyMatch(p -> p.name() != null);
            String defaults = defaults(r, catalog);
            rows.add(new CatalogRows.Row(d)
                    .set("oid", (long) r.id())
                    .set("proname", r.name())
                    .set("pronamespace", CatalogRows.schema(r.schema(), catalog))
                    .set("proowner", CatalogRows.owner(r.id(), catalog))
                    .set("prolang", SQL)
                    .set("procost", Double.valueOf(r.options().getOrDefault(Routine.COST, "100")))
                    .set("prorows", Double.valueOf(r.rows() ? r.options().getOrDefault(Routine.ROWS, "1000") : "0"))
                    .set("provariadic", collected(r, catalog))
                    .set("prokind", "f")
                    .set("proleakproof", r.options().containsKey(Routine.LEAKPROOF))
                    .set("proisstrict", r.strict())
                    .set("proretset", r.rows())
                    .set("provolatile", volatility(r).substring(0, 1))
                    .set("proparallel", parallel(r).substring(0, 1))
                    .set("pronargs", (long) r.inputs().size())
                    .set(
                            "pronargdefaults",
                            r.inputs().stream()
                                    .filter(p -> p.defaultSource() != null)
                                    .count())
                    .set("prorettype", r.result() == null ? RECORD : number(r.result(), catalog))
                    .set("proargtypes", vector(r, catalog))
                    .set(
                            "proallargtypes",
                            !out
                                    ? null
                                    : array(all.stream()
                                            .map(p -> Long.toString(number(p.type(), catalog)))
                                            .toList()))
                    .set(
                            "proargmodes",
                            !out
                                    ? null
                                    : array(all.stream()
                                            .map(p -> mode(p.mode()))
                                            .toList()))
                    .set(
                            "proargnames",
                            !named
                                    ? null
                                    : array(all.stream()
                                            .map(p -> p.name() == null ? "" : p.name())
                                            .toList()))
                    .set("proargdefaults", defaults.isEmpty() ? null : defaults)
                    .set("prosrc", r.standard() ? "" : r.source())
                    .set("prosqlbody", r.standard() ? body(r, catalog) : null)
                    .set("proacl", AccessLists.of(GrantRow.Kind.ROUTINE, r.id(), 0, catalog))
                    .values());
        }
    }

    private static long collected(Routine r, CatalogSnapshot catalog) {
        return r.parameters().stream()
                .filter(p -> p.mode() == Routine.Mode.VARIADIC)
                .mapToLong(p -> UserFunctions.collected(p.type(), catalog).id() & 0xFFFF_FFFFL)
                .findFirst()
                .orElse(0);
    }

    private static String array(List<String> elements) {
        return ArrayValue.of(elements).toString();
    }

    private static String mode(Routine.Mode m) {
        return switch (m) {
            case IN -> "i";
            case OUT -> "o";
            case INOUT -> "b";
            case TABLE -> "t";
            case VARIADIC -> "v";
        };
    }

    private static String volatility(Routine r) {
        return r.options().getOrDefault(Routine.VOLATILITY, "volatile");
    }

    private static String parallel(Routine r) {
        return r.options().getOrDefault(Routine.PARALLEL, "unsafe");
    }

    private static String value(Routine.Parameter p, CatalogSnapshot catalog) {
        Type type = UserFunctions.type(p.type(), catalog);
        return Deparser.form(Deparser.value(p.defaultSource(), type, catalog), false);
    }

    private static String defaults(Routine r, CatalogSnapshot catalog) {
        return r.inputs().stream()
                .filter(p -> p.defaultSource() != null)
                .map(p -> value(p, catalog))
                .collect(Collectors.joining(", "));
    }

    /** The rows of pg_depend: what a function is of, and what it was made over. */
    static void dependencies(CatalogData.Definition d, CatalogSnapshot catalog, List<Object[]> rows) {
        for (Routine r : catalog.routines()) {
            rows.add(CatalogDependencies.row(d, PROC, r.id(), 2615, CatalogRows.schema(r.schema(), catalog), 0, "n"));
            for (Routine.Parameter p : r.parameters()) {
                if (p.type().user() != 0) {
                    rows.add(CatalogDependencies.row(d, PROC, r.id(), 1247, number(p.type(), catalog), 0, "n"));
                }
            }
            if (r.result() != null && r.result().user() != 0) {
                rows.add(CatalogDependencies.row(d, PROC, r.id(), 1247, number(r.result(), catalog), 0, "n"));
            }
        }
    }

    // --- texts ----------------------------------------------------------------------------------------------------

    /** Texts of functions: oid, arguments, identity, result, definition, body. */
    static void texts(CatalogSnapshot catalog, List<Object[]> rows) {
        for (Routine r : catalog.routines()) {
            rows.add(new Object[] {
                (long) r.id(),
                arguments(r, true, catalog),
                arguments(r, false, catalog),
                result(r, catalog),
                definition(r, catalog),
                r.standard() ? body(r, catalog) : null
            });
        }
    }

    /** Defaults of arguments: oid, argument from 1, text. */
    static void defaults(CatalogSnapshot catalog, List<Object[]> rows) {
        for (Routine r : catalog.routines()) {
            // arguments are counted with those that only come back
            for (int i = 0; i < r.parameters().size(); i++) {
                if (r.parameters().get(i).defaultSource() != null) {
                    rows.add(new Object[] {
                        (long) r.id(), i + 1L, value(r.parameters().get(i), catalog)
                    });
                }
            }
        }
    }

    private static String arguments(Routine r, boolean whole, CatalogSnapshot catalog) {
        List<String> all = new ArrayList<>();
        for (Routine.Parameter p : r.parameters()) {
            if (p.mode() == Routine.Mode.TABLE || !whole && !p.given() && p.mode() != Routine.Mode.OUT) {
                continue;
            }
            String word = switch (p.mode()) {
                case OUT -> "OUT ";
                case INOUT -> "INOUT ";
                case VARIADIC -> "VARIADIC ";
                default -> "";
            };
            all.add(word
                    + (p.name() == null ? "" : CatalogFunctions.quoted(p.name()) + " ")
                    + shown(p.type(), catalog)
                    + (whole && p.defaultSource() != null ? " DEFAULT " + value(p, catalog) : ""));
        }
        return String.join(", ", all);
    }

    private static String result(Routine r, CatalogSnapshot catalog) {
        List<String> columns = r.parameters().stream()
                .filter(p -> p.mode() == Routine.Mode.TABLE)
                .map(p -> CatalogFunctions.quoted(p.name()) + " " + shown(p.type(), catalog))
                .toList();
        if (!columns.isEmpty()) {
            return "TABLE(" + String.join(", ", columns) + ")";
        }
        return (r.rows() ? "SETOF " : "") + (r.result() == null ? "record" : shown(r.result(), catalog));
    }

    private static String body(Routine r, CatalogSnapshot catalog) {
        if (!r.options().containsKey(Routine.RETURN)) {
            return "BEGIN ATOMIC\n " + r.source() + ";\nEND";
        }
        Map<String, ShownExpressions.Shown> parameters = new HashMap<>();
        for (Routine.Parameter p : r.parameters()) {
            boolean known = p.type().user() == 0 || catalog.type(p.type().user()) != null;
            Type t = p.name() == null || !p.given() || !known ? null : UserFunctions.type(p.type(), catalog);
            if (t != null) {
                parameters.put(p.name(), ShownExpressions.column(CatalogFunctions.quoted(p.name()), PgTypes.plain(t)));
            }
        }
        return "RETURN " + Deparser.ofRoutine(r.source(), parameters, catalog);
    }

    /** pg_get_functiondef. */
    private static String definition(Routine r, CatalogSnapshot catalog) {
        StringBuilder s = new StringBuilder("CREATE OR REPLACE FUNCTION ")
                .append(CatalogFunctions.quoted(r.schema()))
                .append('.')
                .append(CatalogFunctions.quoted(r.name()))
                .append('(')
                .append(arguments(r, true, catalog))
                .append(")\n RETURNS ")
                .append(result(r, catalog))
                .append("\n LANGUAGE sql\n");
        int before = s.length();
        if (!volatility(r).equals("volatile")) {
            s.append(' ').append(volatility(r).toUpperCase(java.util.Locale.ROOT));
        }
        if (!parallel(r).equals("unsafe")) {
            s.append(" PARALLEL ").append(parallel(r).toUpperCase(java.util.Locale.ROOT));
        }
        s.append(r.strict() ? " STRICT" : "");
        s.append(r.options().containsKey(Routine.LEAKPROOF) ? " LEAKPROOF" : "");
        String cost = r.options().getOrDefault(Routine.COST, "100");
        s.append(cost.equals("100") ? "" : " COST " + cost);
        String count = r.options().getOrDefault(Routine.ROWS, "1000");
        s.append(count.equals("1000") ? "" : " ROWS " + count);
        s.append(s.length() > before ? "\n" : "");
        if (r.standard()) {
            return s.append(body(r, catalog)).append('\n').toString();
        }
        StringBuilder tag = new StringBuilder("$function");
        while (r.source().contains(tag)) {
            tag.append('x');
        }
        tag.append('$');
        return s.append("AS ")
                .append(tag)
                .append(r.source())
                .append(tag)
                .append('\n')
                .toString();
    }

    // --- names ----------------------------------------------------------------------------------------------------

    /** Names as regproc and regprocedure write them. */
    static void names(boolean types, CatalogSnapshot catalog, List<Object[]> rows) {
        for (Routine r : catalog.routines()) {
            boolean seen = isSeen(r, catalog);
            if (types) {
                String list = takes(r).stream().map(t -> shown(t, catalog)).collect(Collectors.joining(","));
                rows.add(new Object[] {(long) r.id(), qualified(r.schema(), r.name(), seen) + "(" + list + ")"});
            } else {
                long others = ServerCatalog.all().functions(r.name()).size()
                        + catalog.path().stream()
                                .mapToLong(s -> catalog.routines(s, r.name()).size())
                                .sum();
                rows.add(new Object[] {(long) r.id(), qualified(r.schema(), r.name(), seen && others == 1)});
            }
        }
    }

    /** Numbers of the types that a function takes, as proargtypes has them. */
    static String vector(Routine r, CatalogSnapshot catalog) {
        return takes(r).stream().map(t -> Long.toString(number(t, catalog))).collect(Collectors.joining(" "));
    }
}
