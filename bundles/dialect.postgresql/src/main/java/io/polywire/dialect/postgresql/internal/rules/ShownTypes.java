package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.UserType;

/** Types of columns as {@link ShownExpressions} sees them: of a domain one of its own, which no operator takes. */
final class ShownTypes {
    private ShownTypes() {}

    /** The type of a column. */
    static Type of(RelationColumn c, CatalogSnapshot catalog) {
        UserType own = c.typeId() == 0 ? null : catalog.type(c.typeId());
        return own == null || !own.isDomain() ? PgTypeRules.of(catalog).stored(c) : domain(own);
    }

    private static Type domain(UserType t) {
        return new Type(TypeKind.OTHER, t.schema() + "." + t.name(), t.id(), 0, 0, 0, null);
    }

    /** The type that a domain is over, which may be a domain: that of VALUE in its conditions. */
    static Type under(UserType domain, CatalogSnapshot catalog) {
        UserType base = domain.baseId() == 0 ? null : catalog.type(domain.baseId());
        return base != null && base.isDomain() ? domain(base) : plain(domain, catalog);
    }

    /** What operators and functions take a type as: the one under a domain; any other is itself. */
    static Type based(Type t, CatalogSnapshot catalog) {
        UserType own = t.kind() == TypeKind.OTHER && catalog != null ? catalog.type(t.id()) : null;
        return own == null || !own.isDomain() ? t : plain(own, catalog);
    }

    private static Type plain(UserType domain, CatalogSnapshot catalog) {
        Type base = CatalogRows.base(domain, catalog);
        ShownExpressions.requirePlain(base != null);
        return PgTypes.plain(base);
    }
}
