package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.dialect.postgresql.internal.Names;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.UserType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The names of the types of arrays of what users have made: an underscore before the name of the element, and further ones while
 * another type has that name (makeArrayTypeName of pg_type.c). What users have named comes first, whenever it was made.
 */
final class ArrayNames {
    private final Map<Long, String> byNumber = new HashMap<>();
    /** By schemas. */
    private final Map<String, Map<String, Integer>> elements = new HashMap<>();

    private ArrayNames() {}

    private record Element(long arrays, String schema, String name, int id) {}

    static ArrayNames of(CatalogSnapshot catalog) {
        return catalog.derived(ArrayNames.class, ArrayNames.class, () -> made(catalog));
    }

    private static ArrayNames made(CatalogSnapshot catalog) {
        List<Element> all = new ArrayList<>();
        for (UserType t : catalog.types()) {
            all.add(new Element(t.id() + 1L, t.schema(), t.name(), t.id()));
        }
        for (Relation r : catalog.relations()) {
            if (r.sequence() == null) {
                all.add(new Element(CatalogRows.arrayType(r.id()), r.schema(), r.name(), CatalogRows.rowTypeOf(r)));
            }
        }
        all.sort(Comparator.comparingLong(Element::arrays));
        // names of arrays begin with an underscore, so that no other ones are in their way
        Map<String, Set<String>> taken = new HashMap<>();
        for (Element e : all) {
            Set<String> ofSchema = taken.computeIfAbsent(e.schema(), s -> new HashSet<>());
            if (e.name().startsWith("_")) {
                ofSchema.add(e.name());
            }
        }
        ArrayNames names = new ArrayNames();
        for (Element e : all) {
            Set<String> ofSchema = taken.get(e.schema());
            String name = Names.truncate("_" + e.name());
            while (!ofSchema.add(name)) {
                name = Names.truncate("_" + name);
            }
            names.byNumber.put(e.arrays(), name);
            names.elements.computeIfAbsent(e.schema(), s -> new HashMap<>()).put(name, e.id());
        }
        return names;
    }

    /** The name of the arrays that have a number. */
    String name(long number) {
        return byNumber.get(number);
    }

    /** Number of the type whose arrays have a name; 0 for none. */
    int element(String schema, String name) {
        return elements.getOrDefault(schema, Map.of()).getOrDefault(name, 0);
    }
}
