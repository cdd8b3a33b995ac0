package io.polywire.sql.analyse;

import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.Routine;
import io.polywire.sql.catalog.UserType;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Names of objects as messages have them: with the schema where the search path does not lead to them. Any thread. */
public final class ObjectNames {
    private final CatalogSnapshot catalog;
    private final UnaryOperator<String> quoted;
    private final Function<Routine, String> signature;

    private ObjectNames(CatalogSnapshot catalog, UnaryOperator<String> quoted, Function<Routine, String> signature) {
        this.catalog = catalog;
        this.quoted = quoted;
        this.signature = signature;
    }

    /** Names as a dialect writes them. */
    public static ObjectNames of(CatalogSnapshot catalog, TypeRules rules) {
        RoutineBinder routines = new RoutineBinder(new Analysis(rules, catalog, "", new ParameterTypes(0, List.of())));
        return new ObjectNames(catalog, rules::quoted, routines::signature);
    }

    /** Names as they are. */
    public static ObjectNames plain(CatalogSnapshot catalog) {
        return new ObjectNames(catalog, name -> name, Routine::name);
    }

    /** A relation's. */
    public String of(Relation r) {
        return of(r.schema(), r.name(), catalog.relation(r.name()) == r);
    }

    /** A type's. */
    public String of(UserType t) {
        return of(t.schema(), t.name(), catalog.type(t.name()) == t);
    }

    /** A function's, with the types that it takes. */
    public String of(Routine r) {
        return signature.apply(r);
    }

    /** One that stands for itself. */
    public String of(String name) {
        return quoted.apply(name);
    }

    private String of(String schema, String name, boolean seen) {
        return seen ? quoted.apply(name) : quoted.apply(schema) + "." + quoted.apply(name);
    }
}
