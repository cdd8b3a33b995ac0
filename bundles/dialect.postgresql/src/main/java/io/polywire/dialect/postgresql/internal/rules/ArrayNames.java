package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.dialect.postgresql.internal.Names;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.UserType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The names of the types of arrays of what users have made: an underscore before the name of the element, and further ones while
 * another type has that name (makeArrayTypeName of pg_type.c). What users have named comes first, whenever it was made.
 */
final class ArrayNames {
    private final Map<Long, String> byNumber = new HashMap<>();
    private final Map<String, Integer> elements = new HashMap<>();

    private ArrayNames() {}

    private record Element(String schema, String name, int id) {}

    static ArrayNames of(CatalogSnapshot catalog) {
        Set<String> taken = new HashSet<>();
        Map<Long, Element> all = new TreeMap<>();
        for (UserType t : catalog.types()) {
            taken.add(key(t.schema(), t.name()));
            all.put(t.id() + 1L, new Element(t.schema(), t.name(), t.id()));
        }
        for (Relation r : catalog.relations()) {
            if (r.sequence() == null) {
                taken.add(key(r.schema(), r.name()));
                all.put(CatalogRows.arrayType(r.id()), new Element(r.schema(), r.name(), CatalogRows.rowTypeOf(r)));
            }
        }
        ArrayNames names = new ArrayNames();
        all.forEach((number, e) -> {
            String name = Names.truncate("_" + e.name());
            while (!taken.add(key(e.schema(), name))) {
                name = Names.truncate("_" + name);
            }
            names.byNumber.put(number, name);
            names.elements.put(key(e.schema(), name), e.id());
        });
        return names;
    }

    private static String key(String schema, String name) {
        return schema + "\0" + name;
    }

    /** The name of the arrays that have a number. */
    String name(long number) {
        return byNumber.get(number);
    }

    /** Number of the type whose arrays have a name; 0 for none. */
    int element(String schema, String name) {
        return elements.getOrDefault(key(schema, name), 0);
    }
}
