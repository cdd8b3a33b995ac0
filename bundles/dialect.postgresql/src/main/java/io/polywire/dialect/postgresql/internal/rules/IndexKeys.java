package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.type.Type;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.TableIndex;
import io.polywire.sql.catalog.UserType;

/** Numbers of the types of what indexes are over, columns and expressions, as the catalogs have them. */
final class IndexKeys {
    private static final long ANYENUM = PgTypes.ANYENUM.id();

    private IndexKeys() {}

    /** The type of a key; that of "unknown" for an expression that is not known. */
    static long type(TableIndex.Key k, Relation r, CatalogSnapshot catalog) {
        return k.column() == 0 ? ofExpression(k, r, catalog) : typeOf(r.column(k.column()), catalog);
    }

    private static long ofExpression(TableIndex.Key k, Relation r, CatalogSnapshot catalog) {
        // another program's expression is SQLite's
        Type t = r.own() ? ShownQueries.type(k.expression(), r, catalog) : null;
        return t == null ? CatalogColumns.UNKNOWN : t.id() & 0xFFFF_FFFFL;
    }

    /** The type that a key's operator class is of. */
    static long classType(TableIndex.Key k, Relation r, CatalogSnapshot catalog) {
        long type = type(k, r, catalog);
        return k.column() == 0 || CatalogData.typeName(type) != null ? type : classOf(r.column(k.column()), catalog);
    }

    private static long typeOf(RelationColumn c, CatalogSnapshot catalog) {
        if (c.typeId() != 0) {
            return CatalogColumns.typeNumber(c, catalog.type(c.typeId()));
        }
        Type t = PgTypeRules.INSTANCE.stored(c);
        return t == null ? 0 : t.id();
    }

    /** The type whose operator class an index over a column of a user's type has. */
    private static long classOf(RelationColumn c, CatalogSnapshot catalog) {
        UserType own = c.typeId() == 0 ? null : catalog.type(c.typeId());
        if (c.declared().startsWith("_")
                || own != null && own.isDomain() && own.base().startsWith("_")) {
            return PgTypes.ANYARRAY.id();
        }
        if (own != null && own.isDomain() && CatalogRows.base(own, catalog) != null) {
            Type base = CatalogRows.base(own, catalog);
            return base.labels() != null ? ANYENUM : base.fields() != null ? PgTypes.RECORD.id() : base.id();
        }
        return own != null && own.isEnumeration() ? ANYENUM : PgTypes.RECORD.id();
    }
}
