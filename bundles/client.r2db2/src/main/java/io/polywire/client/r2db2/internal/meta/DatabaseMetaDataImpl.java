package io.polywire.client.r2db2.internal.meta;

import io.polywire.client.r2db2.internal.Version;
import io.polywire.client.r2db2.internal.config.Option;
import io.polywire.client.r2db2.internal.jdbc.ConnectionImpl;
import io.polywire.client.r2db2.internal.jdbc.Unwrap;
import io.polywire.client.r2db2.internal.meta.Catalog.IndexColumn;
import io.polywire.client.r2db2.internal.meta.Catalog.Table;
import io.polywire.client.r2db2.internal.meta.Catalog.TableColumn;
import io.polywire.client.r2db2.internal.wire.Errors;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.RowIdLifetime;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLSyntaxErrorException;
import java.sql.Statement;
import java.sql.Types;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What there is in the database. Every method asks the server anew. */
public final class DatabaseMetaDataImpl extends Features {
    private final ConnectionImpl connection;
    private final Catalog catalog;
    private String version;

    /** @param connection open */
    public DatabaseMetaDataImpl(ConnectionImpl connection) {
        this.connection = connection;
        this.catalog = new Catalog(connection);
    }

    private ResultSet result(MetaTable table) {
        return connection.result(table.build());
    }

    private String database() {
        String name = connection.databaseName();
        return name.isEmpty() ? null : name;
    }

    /** Whether objects of the open database, which has no schemas, are asked for. */
    private boolean here(String wantedCatalog, String schemaPattern) throws SQLException {
        if (!connection.sqlite()) {
            throw Errors.unsupported("metadata of dialects other than sqlite");
        }
        boolean database = wantedCatalog == null || wantedCatalog.equals(connection.databaseName());
        return database && (schemaPattern == null || schemaPattern.isEmpty() || schemaPattern.equals("%"));
    }

    // ---- tables and columns

    @Override
    public ResultSet getTables(String inCatalog, String schemaPattern, String tablePattern, String[] types)
            throws SQLException {
        MetaTable result =
                new MetaTable("TABLE_CAT TABLE_SCHEM TABLE_NAME TABLE_TYPE REMARKS TYPE_CAT TYPE_SCHEM TYPE_NAME"
                        + " SELF_REFERENCING_COL_NAME REF_GENERATION");
        if (here(inCatalog, schemaPattern)) {
            Set<String> wanted = types == null ? null : Set.of(types);
            for (Table table : catalog.tables(tablePattern)) {
                if (wanted == null || wanted.contains(table.jdbcType())) {
                    result.add(database(), null, table.name(), table.jdbcType(), null, null, null, null, null, null);
                }
            }
        }
        return result(result.sort(4, 1, 2, 3));
    }

    @Override
    public ResultSet getTableTypes() {
        return result(
                new MetaTable("TABLE_TYPE").add("SYSTEM TABLE").add("TABLE").add("VIEW"));
    }

    /** The databases that this user may open; of a server that cannot list them, the one that is open. */
    @Override
    public ResultSet getCatalogs() throws SQLException {
        MetaTable result = new MetaTable("TABLE_CAT");
        try (Statement statement = connection.createStatement();
                ResultSet databases = statement.executeQuery("SHOW DATABASES")) {
            while (databases.next()) {
                result.add(databases.getString(1));
            }
        } catch (SQLSyntaxErrorException | SQLFeatureNotSupportedException e) {
            if (database() != null) {
                result.add(database());
            }
        }
        return result(result.sort(1));
    }

    @Override
    public ResultSet getSchemas() {
        return result(new MetaTable("TABLE_SCHEM TABLE_CATALOG"));
    }

    @Override
    public ResultSet getSchemas(String inCatalog, String schemaPattern) {
        return getSchemas();
    }

    @Override
    public ResultSet getColumns(String inCatalog, String schemaPattern, String tablePattern, String columnPattern)
            throws SQLException {
        MetaTable result =
                new MetaTable("TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME DATA_TYPE:i TYPE_NAME COLUMN_SIZE:i"
                        + " BUFFER_LENGTH:i DECIMAL_DIGITS:i NUM_PREC_RADIX:i NULLABLE:i REMARKS COLUMN_DEF SQL_DATA_TYPE:i"
                        + " SQL_DATETIME_SUB:i CHAR_OCTET_LENGTH:i ORDINAL_POSITION:i IS_NULLABLE SCOPE_CATALOG SCOPE_SCHEMA"
                        + " SCOPE_TABLE SOURCE_DATA_TYPE:s IS_AUTOINCREMENT IS_GENERATEDCOLUMN");
        if (!here(inCatalog, schemaPattern)) {
            return result(result);
        }
        LikePattern wanted = new LikePattern(columnPattern);
        Map<String, List<TableColumn>> columns = catalog.columnsOf(tablePattern);
        for (Table table : catalog.tables(tablePattern)) {
            for (TableColumn column : columns.getOrDefault(table.name(), List.of())) {
                if (wanted.matches(column.name())) {
                    addColumn(result, table, column, rowId(table, columns.get(table.name())) == column);
                }
            }
        }
        return result(result.sort(1, 2, 3, 17));
    }

    /** The column that is another name of the row id: the only one of the primary key, declared as INTEGER. */
    private static TableColumn rowId(Table table, List<TableColumn> columns) {
        List<TableColumn> key = columns.stream().filter(c -> c.key() > 0).toList();
        boolean alias = key.size() == 1
                && key.get(0).type().name().equalsIgnoreCase("INTEGER")
                && key.get(0).type().size() < 0
                && table.rowId();
        return alias ? key.get(0) : null;
    }

    private void addColumn(MetaTable result, Table table, TableColumn column, boolean rowId) {
        DeclaredType type = column.type();
        boolean required = column.notNull() || rowId;
        int jdbc = type.type().jdbc();
        boolean characters = jdbc == Types.VARCHAR || jdbc == Types.CHAR || jdbc == Types.VARBINARY;
        result.add(
                database(),
                null,
                table.name(),
                column.name(),
                jdbc,
                type.name(),
                type.columnSize(),
                null,
                type.digits() < 0 ? null : (Object) type.digits(),
                10,
                required ? columnNoNulls : columnNullable,
                null,
                column.defaultText(),
                0,
                0,
                characters ? type.columnSize() : null,
                column.position(),
                required ? "NO" : "YES",
                null,
                null,
                null,
                null,
                rowId ? "YES" : "NO",
                column.generated() ? "YES" : "NO");
    }

    @Override
    public ResultSet getTypeInfo() {
        return result(TypeInfo.table());
    }

    // ---- keys and indexes

    @Override
    public ResultSet getPrimaryKeys(String inCatalog, String schema, String table) throws SQLException {
        MetaTable result = new MetaTable("TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME KEY_SEQ:s PK_NAME");
        Table found = here(inCatalog, schema) ? catalog.table(table) : null;
        if (found != null) {
            for (TableColumn column : catalog.columns(found.name())) {
                if (column.key() > 0) {
                    result.add(database(), null, found.name(), column.name(), column.key(), null);
                }
            }
        }
        return result(result.sort(4));
    }

    @Override
    public ResultSet getIndexInfo(String inCatalog, String schema, String table, boolean unique, boolean approximate)
            throws SQLException {
        MetaTable result =
                new MetaTable("TABLE_CAT TABLE_SCHEM TABLE_NAME NON_UNIQUE:b INDEX_QUALIFIER INDEX_NAME TYPE:s"
                        + " ORDINAL_POSITION:s COLUMN_NAME ASC_OR_DESC CARDINALITY:i PAGES:i FILTER_CONDITION");
        Table found = here(inCatalog, schema) ? catalog.table(table) : null;
        if (found != null) {
            for (IndexColumn column : catalog.indexes(found.name())) {
                if (column.unique() || !unique) {
                    result.add(
                            database(),
                            null,
                            found.name(),
                            !column.unique(),
                            null,
                            column.index(),
                            tableIndexOther,
                            column.position(),
                            column.column(),
                            column.descending() ? "D" : "A",
                            0,
                            0,
                            null);
                }
            }
        }
        return result(result.sort(4, 7, 6, 8));
    }

    @Override
    public ResultSet getImportedKeys(String inCatalog, String schema, String table) throws SQLException {
        ForeignKeys keys = new ForeignKeys(catalog, database());
        if (here(inCatalog, schema)) {
            keys.add(table, null);
        }
        return result(keys.byParent());
    }

    @Override
    public ResultSet getExportedKeys(String inCatalog, String schema, String table) throws SQLException {
        ForeignKeys keys = new ForeignKeys(catalog, database());
        if (here(inCatalog, schema)) {
            keys.add(null, table);
        }
        return result(keys.byChild());
    }

    @Override
    public ResultSet getCrossReference(
            String parentCatalog,
            String parentSchema,
            String parentTable,
            String foreignCatalog,
            String foreignSchema,
            String foreignTable)
            throws SQLException {
        ForeignKeys keys = new ForeignKeys(catalog, database());
        if (here(parentCatalog, parentSchema) && here(foreignCatalog, foreignSchema)) {
            keys.add(foreignTable, parentTable);
        }
        return result(keys.byChild());
    }

    @Override
    public ResultSet getBestRowIdentifier(String inCatalog, String schema, String table, int scope, boolean nullable)
            throws SQLException {
        MetaTable result = new MetaTable("SCOPE:s COLUMN_NAME DATA_TYPE:i TYPE_NAME COLUMN_SIZE:i BUFFER_LENGTH:i"
                + " DECIMAL_DIGITS:s PSEUDO_COLUMN:s");
        Table found = here(inCatalog, schema) ? catalog.table(table) : null;
        if (found == null || found.type().equals("view")) {
            return result(result);
        }
        boolean any = false;
        for (TableColumn column : catalog.columns(found.name())) {
            if (column.key() > 0) {
                any = true;
                DeclaredType type = column.type();
                result.add(
                        bestRowSession,
                        column.name(),
                        type.type().jdbc(),
                        type.name(),
                        type.columnSize(),
                        null,
                        null,
                        bestRowNotPseudo);
            }
        }
        if (!any && found.rowId()) {
            result.add(bestRowTransaction, "rowid", Types.BIGINT, "INTEGER", 19, null, null, bestRowPseudo);
        }
        return result(result);
    }

    // ---- what SQLite does not have

    @Override
    public ResultSet getVersionColumns(String inCatalog, String schema, String table) {
        return result(
                new MetaTable("SCOPE:s COLUMN_NAME DATA_TYPE:i TYPE_NAME COLUMN_SIZE:i BUFFER_LENGTH:i DECIMAL_DIGITS:s"
                        + " PSEUDO_COLUMN:s"));
    }

    @Override
    public ResultSet getProcedures(String inCatalog, String schemaPattern, String namePattern) {
        return result(new MetaTable("PROCEDURE_CAT PROCEDURE_SCHEM PROCEDURE_NAME RESERVED1 RESERVED2 RESERVED3 REMARKS"
                + " PROCEDURE_TYPE:s SPECIFIC_NAME"));
    }

    @Override
    public ResultSet getProcedureColumns(
            String inCatalog, String schemaPattern, String namePattern, String columnPattern) {
        return result(new MetaTable("PROCEDURE_CAT PROCEDURE_SCHEM PROCEDURE_NAME COLUMN_NAME COLUMN_TYPE:s DATA_TYPE:i"
                + " TYPE_NAME PRECISION:i LENGTH:i SCALE:s RADIX:s NULLABLE:s REMARKS COLUMN_DEF SQL_DATA_TYPE:i"
                + " SQL_DATETIME_SUB:i CHAR_OCTET_LENGTH:i ORDINAL_POSITION:i IS_NULLABLE SPECIFIC_NAME"));
    }

    @Override
    public ResultSet getFunctions(String inCatalog, String schemaPattern, String namePattern) {
        return result(new MetaTable("FUNCTION_CAT FUNCTION_SCHEM FUNCTION_NAME REMARKS FUNCTION_TYPE:s SPECIFIC_NAME"));
    }

    @Override
    public ResultSet getFunctionColumns(
            String inCatalog, String schemaPattern, String namePattern, String columnPattern) {
        return result(new MetaTable("FUNCTION_CAT FUNCTION_SCHEM FUNCTION_NAME COLUMN_NAME COLUMN_TYPE:s DATA_TYPE:i"
                + " TYPE_NAME PRECISION:i LENGTH:i SCALE:s RADIX:s NULLABLE:s REMARKS CHAR_OCTET_LENGTH:i"
                + " ORDINAL_POSITION:i IS_NULLABLE SPECIFIC_NAME"));
    }

    @Override
    public ResultSet getColumnPrivileges(String inCatalog, String schema, String table, String columnPattern) {
        return result(
                new MetaTable("TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME GRANTOR GRANTEE PRIVILEGE IS_GRANTABLE"));
    }

    @Override
    public ResultSet getTablePrivileges(String inCatalog, String schemaPattern, String tablePattern) {
        return result(new MetaTable("TABLE_CAT TABLE_SCHEM TABLE_NAME GRANTOR GRANTEE PRIVILEGE IS_GRANTABLE"));
    }

    @Override
    public ResultSet getUDTs(String inCatalog, String schemaPattern, String typePattern, int[] types) {
        return result(new MetaTable("TYPE_CAT TYPE_SCHEM TYPE_NAME CLASS_NAME DATA_TYPE:i REMARKS BASE_TYPE:s"));
    }

    @Override
    public ResultSet getSuperTypes(String inCatalog, String schemaPattern, String typePattern) {
        return result(new MetaTable("TYPE_CAT TYPE_SCHEM TYPE_NAME SUPERTYPE_CAT SUPERTYPE_SCHEM SUPERTYPE_NAME"));
    }

    @Override
    public ResultSet getSuperTables(String inCatalog, String schemaPattern, String tablePattern) {
        return result(new MetaTable("TABLE_CAT TABLE_SCHEM TABLE_NAME SUPERTABLE_NAME"));
    }

    @Override
    public ResultSet getAttributes(String inCatalog, String schemaPattern, String typePattern, String namePattern) {
        return result(new MetaTable("TYPE_CAT TYPE_SCHEM TYPE_NAME ATTR_NAME DATA_TYPE:i ATTR_TYPE_NAME ATTR_SIZE:i"
                + " DECIMAL_DIGITS:i NUM_PREC_RADIX:i NULLABLE:i REMARKS ATTR_DEF SQL_DATA_TYPE:i SQL_DATETIME_SUB:i"
                + " CHAR_OCTET_LENGTH:i ORDINAL_POSITION:i IS_NULLABLE SCOPE_CATALOG SCOPE_SCHEMA SCOPE_TABLE"
                + " SOURCE_DATA_TYPE:s"));
    }

    @Override
    public ResultSet getPseudoColumns(
            String inCatalog, String schemaPattern, String tablePattern, String columnPattern) {
        return result(
                new MetaTable("TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME DATA_TYPE:i COLUMN_SIZE:i DECIMAL_DIGITS:i"
                        + " NUM_PREC_RADIX:i COLUMN_USAGE REMARKS CHAR_OCTET_LENGTH:i IS_NULLABLE"));
    }

    @Override
    public ResultSet getClientInfoProperties() {
        return result(new MetaTable("NAME MAX_LEN:i DEFAULT_VALUE DESCRIPTION")
                .add("ApplicationName", 0, null, Option.APPLICATION_NAME.description() + "; set when connecting"));
    }

    // ---- names and versions

    @Override
    public String getURL() {
        return connection.settings().url();
    }

    @Override
    public String getUserName() {
        String user = connection.settings().text(Option.USER);
        return user == null ? "" : user;
    }

    @Override
    public boolean isReadOnly() throws SQLException {
        return connection.isReadOnly();
    }

    /** The dialect that is spoken: tools choose their SQL by this name. */
    @Override
    public String getDatabaseProductName() {
        return connection.sqlite() ? "SQLite" : connection.settings().text(Option.DIALECT);
    }

    @Override
    public String getDatabaseProductVersion() throws SQLException {
        if (version == null) {
            if (!connection.sqlite()) {
                throw Errors.unsupported("metadata of dialects other than sqlite");
            }
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT sqlite_version()")) {
                version = row.next() ? row.getString(1) : "";
            }
        }
        return version;
    }

    @Override
    public int getDatabaseMajorVersion() throws SQLException {
        return Version.part(getDatabaseProductVersion(), 0);
    }

    @Override
    public int getDatabaseMinorVersion() throws SQLException {
        return Version.part(getDatabaseProductVersion(), 1);
    }

    @Override
    public String getDriverName() {
        return Version.NAME;
    }

    @Override
    public String getDriverVersion() {
        return Version.TEXT;
    }

    @Override
    public int getDriverMajorVersion() {
        return Version.MAJOR;
    }

    @Override
    public int getDriverMinorVersion() {
        return Version.MINOR;
    }

    @Override
    public int getJDBCMajorVersion() {
        return 4;
    }

    @Override
    public int getJDBCMinorVersion() {
        return 3;
    }

    @Override
    public int getSQLStateType() {
        return sqlStateSQL;
    }

    @Override
    public int getDefaultTransactionIsolation() {
        return Connection.TRANSACTION_SERIALIZABLE;
    }

    @Override
    public int getResultSetHoldability() {
        return ResultSet.CLOSE_CURSORS_AT_COMMIT;
    }

    @Override
    public RowIdLifetime getRowIdLifetime() {
        return RowIdLifetime.ROWID_UNSUPPORTED;
    }

    @Override
    public String getIdentifierQuoteString() {
        return "\"";
    }

    @Override
    public String getSearchStringEscape() {
        return "\\";
    }

    @Override
    public String getExtraNameCharacters() {
        return "$";
    }

    @Override
    public String getCatalogTerm() {
        return "database";
    }

    @Override
    public String getSchemaTerm() {
        return "schema";
    }

    @Override
    public String getProcedureTerm() {
        return "procedure";
    }

    @Override
    public String getCatalogSeparator() {
        return ".";
    }

    @Override
    public String getSQLKeywords() {
        return TypeInfo.KEYWORDS;
    }

    @Override
    public String getNumericFunctions() {
        return TypeInfo.NUMERIC_FUNCTIONS;
    }

    @Override
    public String getStringFunctions() {
        return TypeInfo.STRING_FUNCTIONS;
    }

    @Override
    public String getSystemFunctions() {
        return "";
    }

    @Override
    public String getTimeDateFunctions() {
        return "";
    }

    @Override
    public Connection getConnection() {
        return connection;
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return Unwrap.unwrap(this, type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
