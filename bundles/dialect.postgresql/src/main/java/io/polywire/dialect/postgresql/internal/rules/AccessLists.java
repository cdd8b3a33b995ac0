package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.api.value.ArrayValue;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.SessionParameter;
import io.polywire.sql.bound.SessionValue;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.right.DefaultGrants;
import io.polywire.sql.right.GrantRow;
import io.polywire.sql.right.Grants;
import io.polywire.sql.right.Right;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * aclitem: "grantee=letters/grantor". Inside, roles are their numbers, so that a list does not depend on their names; the
 * names are put in when it is shown.
 */
final class AccessLists {
    private static final String LETTERS = "arwdDxtXUCTcsA";
    private static final String[] WORDS = {
        "INSERT",
        "SELECT",
        "UPDATE",
        "DELETE",
        "TRUNCATE",
        "REFERENCES",
        "TRIGGER",
        "EXECUTE",
        "USAGE",
        "CREATE",
        "TEMPORARY",
        "CONNECT",
        "SET",
        "ALTER SYSTEM"
    };

    private AccessLists() {}

    static boolean is(Type t) {
        return t.name().equals("aclitem")
                || t.kind() == TypeKind.ARRAY && t.element().name().equals("aclitem");
    }

    /** Access lists by the names of roles, for functions that take any array. */
    static List<BoundExpression> named(String function, List<BoundExpression> arguments) {
        if (function.startsWith("acl") || arguments.stream().noneMatch(a -> is(a.type()))) {
            return arguments;
        }
        return arguments.stream()
                .map(a -> is(a.type())
                        ? shown(a, a.type().name().equals("aclitem") ? PgTypes.TEXT : PgTypes.arrayOf(PgTypes.TEXT))
                        : a)
                .toList();
    }

    /** A value as it is shown. */
    static BoundExpression shown(BoundExpression e, Type as) {
        // most objects have none
        return JoinedArrays.ifThere(
                e, Functions.call(SHOWN, as, e, new SessionParameter(SessionValue.ROLES, PgTypes.TEXT)));
    }

    /** What was given on an object, or on a column of it; null if nothing was said. */
    static String of(GrantRow.Kind kind, int object, int column, CatalogSnapshot catalog) {
        if (!catalog.grants().isExplicit(kind, object)) {
            return null;
        }
        boolean columns = false;
        boolean default0 = true;
        List<GrantRow> all = catalog.grants().of(kind, object);
        long owner = catalog.grants().owner(object);
        for (GrantRow g : all) {
            columns |= g.column() != 0;
            default0 &= g.column() != 0 || g.grantee() == owner && g.rights() == Grants.all(kind);
        }
        if (column == 0 && columns && default0) {
            // only columns of it were given
            return null;
        }
        String text = text(all.stream().filter(g -> g.column() == column).toList(), catalog);
        return text.equals("{}") && column != 0 ? null : text;
    }

    /** Numbers that no object has: they are given from the other end. */
    static final long FIRST_OF_NEW = 0xFFFF_FF00L;

    /** pg_default_acl: what objects get that are made from now on. */
    static void ofNew(CatalogData.Definition d, CatalogSnapshot catalog, List<Object[]> rows) {
        long number = FIRST_OF_NEW;
        for (Map.Entry<DefaultGrants.Key, List<GrantRow>> e :
                catalog.grants().defaults().entries(catalog).entrySet()) {
            DefaultGrants.Key key = e.getKey();
            rows.add(new CatalogRows.Row(d)
                    .set("oid", number--)
                    .set("defaclrole", CatalogRows.role(key.role(), catalog))
                    .set("defaclnamespace", (long) key.schema())
                    .set(
                            "defaclobjtype",
                            switch (key.kind()) {
                                case NEW_SEQUENCE -> "S";
                                case NEW_SCHEMA -> "n";
                                case NEW_ROUTINE -> "f";
                                case NEW_TYPE -> "T";
                                default -> "r";
                            })
                    .set("defaclacl", text(e.getValue(), catalog))
                    .values());
        }
    }

    private static String text(List<GrantRow> rows, CatalogSnapshot catalog) {
        StringBuilder s = new StringBuilder("{");
        for (GrantRow g : rows) {
            if (g.rights() == 0) {
                continue;
            }
            s.append(s.length() == 1 ? "" : ",");
            if (g.grantee() != GrantRow.PUBLIC) {
                s.append(CatalogRows.role(g.grantee(), catalog));
            }
            s.append('=');
            for (Right r : Right.values()) {
                if ((g.rights() & r.bit()) != 0) {
                    s.append(r.letter()).append((g.options() & r.bit()) != 0 ? "*" : "");
                }
            }
            s.append('/').append(CatalogRows.role(g.grantor(), catalog));
        }
        return s.append('}').toString();
    }

    // --- names ----------------------------------------------------------------------------------------------------

    private static final Pattern ROLE = Pattern.compile("\\[(\\d+),([01]),\"((?:[^\"\\\\]|\\\\.)*)\"");

    private static Map<String, String> names(String roles) {
        Map<String, String> names = new HashMap<>();
        CatalogData.rows("pg_authid").forEach(r -> names.put(r[0].toString(), (String) r[1]));
        Matcher m = ROLE.matcher(roles);
        while (m.find()) {
            String name = m.group(3).replaceAll("\\\\(.)", "$1");
            names.put(m.group(2).equals("1") ? "10" : m.group(1), name);
        }
        return names;
    }

    /** putid of acl.c. */
    private static String quoted(String name) {
        return name.matches("\\w+") ? name : '"' + name.replace("\"", "\"\"") + '"';
    }

    private static String named(String item, Map<String, String> names) {
        int eq = item.indexOf('=');
        int slash = item.lastIndexOf('/');
        String grantee = item.substring(0, eq);
        String grantor = item.substring(slash + 1);
        return (grantee.isEmpty() ? "" : quoted(names.getOrDefault(grantee, grantee)))
                + item.substring(eq, slash + 1)
                + quoted(names.getOrDefault(grantor, grantor));
    }

    private static final ScalarFunction SHOWN = Functions.strict("acl_shown", 2, (in, out) -> {
        String s = in.getText(0);
        Map<String, String> names = names(in.getText(1));
        if (!s.startsWith("{")) {
            out.putText(named(s, names));
            return;
        }
        List<String> items = new ArrayList<>();
        ArrayValue.read(s).elements().forEach(e -> items.add(named(e, names)));
        out.putText(ArrayValue.of(items).toString());
    });

    // --- functions ------------------------------------------------------------------------------------------------

    /** acldefault of acl.c. */
    private static final ScalarFunction DEFAULT = Functions.strict("acl_default", 2, (in, out) -> {
        long o = in.getLong(1);
        String all = switch (in.getText(0)) {
            case "r" -> "arwdDxt";
            case "s" -> "rwU";
            case "d" -> "CTc";
            case "f" -> "X";
            case "l", "T", "F", "S" -> "U";
            case "n" -> "UC";
            case "t" -> "C";
            case "L" -> "rw";
            default -> "";
        };
        String everybody = switch (in.getText(0)) {
            case "d" -> "Tc";
            case "f" -> "X";
            case "l", "T" -> "U";
            default -> "";
        };
        String own = all.isEmpty() ? "" : o + "=" + all + "/" + o;
        String first = everybody.isEmpty() ? "" : "=" + everybody + "/" + o + ",";
        out.putText("{" + first + own + "}");
    });

    static void register(Registry r) {
        r.java(DEFAULT, "acldefault", PgTypes.arrayOf(PgTypes.ACLITEM), PgTypes.CHAR, PgTypes.OID);
        r.rows(
                RowsFunction.strict("aclexplode", 1, (in, out) -> {
                    for (String item : ArrayValue.read(in.getText(0)).elements()) {
                        explode(item, out);
                    }
                }),
                "aclexplode",
                List.of(
                        new Registry.RowsColumn("grantor", PgTypes.OID),
                        new Registry.RowsColumn("grantee", PgTypes.OID),
                        new Registry.RowsColumn("privilege_type", PgTypes.TEXT),
                        new Registry.RowsColumn("is_grantable", PgTypes.BOOL)),
                PgTypes.arrayOf(PgTypes.ACLITEM));
    }

    private static void explode(String item, RowsFunction.Rows out) {
        int eq = item.indexOf('=');
        int slash = item.lastIndexOf('/');
        long grantee = eq == 0 ? 0 : Long.parseLong(item.substring(0, eq));
        long grantor = Long.parseLong(item.substring(slash + 1));
        String letters = item.substring(eq + 1, slash);
        for (int i = 0; i < letters.length(); i++) {
            if (letters.charAt(i) != '*') {
                boolean option = i + 1 < letters.length() && letters.charAt(i + 1) == '*';
                out.row(grantor, grantee, WORDS[LETTERS.indexOf(letters.charAt(i))], option ? 1L : 0L);
            }
        }
    }
}
