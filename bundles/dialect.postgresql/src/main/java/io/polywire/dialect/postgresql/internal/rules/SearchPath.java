package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.sql.analyse.Place;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.catalog.Schema;
import java.util.ArrayList;
import java.util.List;

/** What tells of the search path: plans are kept by it, so that it is a constant of each. */
final class SearchPath {
    private SearchPath() {}

    /** The first schema of the path that is there, or NULL. */
    static BoundExpression current(Place at) {
        List<String> path = schemas(at, false);
        return new BoundConstant(path.isEmpty() ? null : path.get(0), PgTypes.NAME);
    }

    /** current_schema() and current_schemas(boolean), or null for another name. */
    static BoundExpression call(String name, List<BoundExpression> arguments, Place at) {
        if (name.equals("current_schema") && arguments.isEmpty()) {
            return current(at);
        }
        if (!name.equals("current_schemas") || arguments.size() != 1) {
            return null;
        }
        BoundExpression implicit = Coercions.implicit(arguments.get(0), PgTypes.BOOL, at);
        if (!(implicit instanceof BoundConstant c)) {
            throw at.unsupported("current_schemas() of a value that is no constant");
        }
        if (c.isNull()) {
            return new BoundConstant(null, PgTypes.arrayOf(PgTypes.NAME));
        }
        List<String> elements = schemas(at, !Long.valueOf(0).equals(c.value()));
        return new BoundConstant(array(elements), PgTypes.arrayOf(PgTypes.NAME));
    }

    private static List<String> schemas(Place at, boolean implicit) {
        List<String> path = new ArrayList<>();
        List<String> explicit = at.catalog().path();
        if (implicit && !explicit.contains("pg_catalog")) {
            path.add("pg_catalog");
        }
        for (String s : explicit) {
            boolean asked = s.equals(Schema.TEMPORARY);
            boolean temporary = !asked && at.catalog().isTemporarySchema(s);
            if (implicit ? !asked : asked && at.catalog().schema(s) != null) {
                path.add(asked ? at.catalog().temporarySchema() : s);
            } else if (!implicit && !asked && !temporary) {
                path.add(s);
            }
        }
        if (implicit
                && !explicit.contains(Schema.TEMPORARY)
                && path.size() > 1
                && path.get(1).startsWith("pg_temp_")) {
            path.add(0, path.remove(1));
        }
        return path;
    }

    private static String array(List<String> names) {
        StringBuilder out = new StringBuilder("{");
        for (String n : names) {
            boolean plain = n.matches("[A-Za-z_$][A-Za-z0-9_$]*") && !n.equalsIgnoreCase("null");
            out.append(out.length() == 1 ? "" : ",")
                    .append(plain ? n : '"' + n.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
        }
        return out.append('}').toString();
    }
}
