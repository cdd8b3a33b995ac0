package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.type.Type;
import io.polywire.dialect.postgresql.internal.Quoting;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.UserType;
import io.polywire.sql.tree.TypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The types that a database's users made, of their own or with a table. Thread-safe. */
final class UserTypes {
    private final CatalogSnapshot catalog;
    private final PgTypeRules rules;
    private volatile ArrayNames arrays;
    private final Map<Integer, Type> rows = new ConcurrentHashMap<>();

    UserTypes(CatalogSnapshot catalog, PgTypeRules rules) {
        this.catalog = catalog;
        this.rules = rules;
    }

    /** What values of a user's type are: a domain's are of the type under it. */
    Type of(UserType t) {
        if (t.isEnumeration()) {
            return EnumTypes.of(t, catalog);
        }
        return t.isComposite() ? row(t) : rules.base(t);
    }

    /** The type of a number that a column is kept with, or a client names; null if there is none. */
    Type numbered(int id) {
        Type itself = single(id);
        if (itself != null) {
            return itself;
        }
        Relation r = catalog.relation(CatalogRows.relationOfArray(id));
        Type element =
                r != null && r.sequence() == null ? row(r) : catalog.type(id - 1) == null ? null : single(id - 1);
        boolean arrays = element != null && PgTypes.arrayOf(element).id() == id && Elements.of(element) != null;
        return arrays ? PgTypes.arrayOf(element) : null;
    }

    /** The arrays of a type that users have made, by the name that the arrays have; null if there are none. */
    Type arrays(TypeName name) {
        String last = name.name().last().name();
        int n = name.name().parts().size();
        if (name.builtin() || n > 2 || !last.startsWith("_")) {
            return null;
        }
        ArrayNames names = arrays;
        if (names == null) {
            names = ArrayNames.of(catalog);
            arrays = names;
        }
        List<String> schemas = n == 2 ? List.of(name.name().parts().get(0).name()) : catalog.path();
        for (String schema : schemas) {
            int id = names.element(schema, last);
            UserType made = id == 0 ? null : catalog.type(id);
            Type element = id == 0 || made != null && made.isDomain() ? null : single(id);
            if (element != null && Elements.of(element) != null) {
                return PgTypes.arrayOf(element);
            }
        }
        return null;
    }

    private Type single(int id) {
        UserType t = catalog.type(id);
        if (t != null) {
            return of(t);
        }
        Relation r = relation(id);
        return r == null ? null : row(r);
    }

    /** The relation whose rows a number means, or null. */
    Relation relation(int type) {
        Relation r = catalog.relation(CatalogRows.relationOf(type));
        return r == null || r.sequence() != null ? null : r;
    }

    private Type row(UserType t) {
        Type known = rows.get(t.id());
        if (known == null) {
            known = row(shown(t.schema(), t.name()), t.id(), t.fields());
            rows.put(t.id(), known);
        }
        return known;
    }

    /** The type of a relation's rows; null if it has a column that is not served. */
    Type row(Relation r) {
        int id = CatalogRows.rowTypeOf(r);
        Type known = rows.get(id);
        if (known == null) {
            known = row(shown(r.schema(), r.name()), id, r.columns());
            if (known != null) {
                rows.put(id, known);
            }
        }
        return known;
    }

    private Type row(String name, int id, List<RelationColumn> columns) {
        List<Type.Field> fields = new ArrayList<>();
        for (RelationColumn c : columns) {
            Type t = rules.stored(c);
            if (t == null || Elements.of(t) == null) {
                return null;
            }
            UserType own = c.typeId() == 0 ? null : catalog.type(c.typeId());
            fields.add(new Type.Field(c.name(), c.number(), t, own != null && own.isDomain() ? own.id() : 0));
        }
        return Type.row(name, id, fields);
    }

    /** A name as format_type writes it. */
    String shown(String schema, String name) {
        boolean visible = ServerCatalog.all().type(name) == null && first(name).equals(schema);
        return (visible ? "" : Quoting.identifier(schema) + ".") + Quoting.identifier(name);
    }

    /** The first schema of the search path that has a type of a name, or an empty text. */
    private String first(String name) {
        for (String s : catalog.path()) {
            if (catalog.type(s, name) != null || isRows(catalog.relation(s, name))) {
                return s;
            }
        }
        Relation temporary = catalog.relation(name);
        return temporary != null && temporary.temporary() ? temporary.schema() : "";
    }

    private static boolean isRows(Relation r) {
        return r != null && r.sequence() == null;
    }

    /** The type that a user made under a name, or null if the name means another one or none. */
    UserType find(TypeName name) {
        if (name.builtin()) {
            return null;
        }
        String last = name.name().last().name();
        int n = name.name().parts().size();
        if (n > 1) {
            String schema = name.name().parts().get(n - 2).name();
            return n == 2 ? catalog.type(schema, last) : null;
        }
        return ServerCatalog.all().type(last) != null ? null : catalog.type(last);
    }

    /** The relation whose rows a name means as a type; null for any other type. */
    Relation relation(TypeName name) {
        if (name.builtin() || find(name) != null) {
            return null;
        }
        String last = name.name().last().name();
        int n = name.name().parts().size();
        if (n > 2 || n == 1 && ServerCatalog.all().type(last) != null) {
            return null;
        }
        Relation r = n == 1
                ? catalog.relation(last)
                : catalog.relation(name.name().parts().get(0).name(), last);
        return isRows(r) ? r : null;
    }
}
