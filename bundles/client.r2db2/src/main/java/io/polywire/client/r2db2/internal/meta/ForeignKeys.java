package io.polywire.client.r2db2.internal.meta;

import io.polywire.client.r2db2.internal.meta.Catalog.KeyColumn;
import io.polywire.client.r2db2.internal.meta.Catalog.Table;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.List;

/** Gathers foreign keys for the three methods that tell of them. */
final class ForeignKeys {
    private final Catalog catalog;
    private final String database;
    private final MetaTable result = new MetaTable("PKTABLE_CAT PKTABLE_SCHEM PKTABLE_NAME PKCOLUMN_NAME FKTABLE_CAT"
            + " FKTABLE_SCHEM FKTABLE_NAME FKCOLUMN_NAME KEY_SEQ:s UPDATE_RULE:s DELETE_RULE:s FK_NAME PK_NAME"
            + " DEFERRABILITY:s");

    ForeignKeys(Catalog catalog, String database) {
        this.catalog = catalog;
        this.database = database;
    }

    /** Adds the keys from a table to a parent; null: from or to any. */
    void add(String child, String parent) throws SQLException {
        List<Table> children = catalog.tables(child == null ? null : Catalog.escape(child));
        for (Table table : children) {
            if (table.type().equals("table")) {
                for (KeyColumn key : catalog.foreignKeys(table.name())) {
                    if (parent == null || parent.equalsIgnoreCase(key.parent())) {
                        add(key);
                    }
                }
            }
        }
    }

    private void add(KeyColumn key) {
        result.add(
                database,
                null,
                key.parent(),
                key.to(),
                database,
                null,
                key.table(),
                key.from(),
                key.sequence() + 1,
                rule(key.onUpdate()),
                rule(key.onDelete()),
                // SQLite does not tell the names of constraints, and tools need one to tell two keys apart
                "fk_" + key.table() + "_" + key.id(),
                null,
                DatabaseMetaData.importedKeyNotDeferrable);
    }

    private static int rule(String action) {
        return switch (action) {
            case "CASCADE" -> DatabaseMetaData.importedKeyCascade;
            case "RESTRICT" -> DatabaseMetaData.importedKeyRestrict;
            case "SET NULL" -> DatabaseMetaData.importedKeySetNull;
            case "SET DEFAULT" -> DatabaseMetaData.importedKeySetDefault;
            default -> DatabaseMetaData.importedKeyNoAction;
        };
    }

    MetaTable byParent() {
        return result.sort(1, 2, 3, 9, 12);
    }

    MetaTable byChild() {
        return result.sort(5, 6, 7, 9, 12);
    }
}
