package io.polywire.itests.postgresql.driver;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.RowIdLifetime;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** All that pgjdbc's DatabaseMetaData can be asked of the objects of {@code itests/clients/schema}, and the answers as lines. */
final class MetadataCalls {
    static final Path EXPECTED = Path.of("src/test/resources/metadata/pgjdbc.expected");

    private static final Path OBJECTS = Path.of("../clients/schema/objects.sql");

    /** Arguments of the methods that have some, several times where it makes a difference. */
    private static final Map<String, List<Object[]>> ARGUMENTS = Map.ofEntries(
            Map.entry(
                    "getTables",
                    List.of(
                            new Object[] {null, "public", "%", null},
                            new Object[] {null, "sales", "%", new String[] {"TABLE", "VIEW", "SEQUENCE", "INDEX"}},
                            new Object[] {null, null, "e%", new String[] {"TABLE"}},
                            new Object[] {null, "pg_catalog", "pg_cl%", null},
                            new Object[] {"", "", "", null})),
            Map.entry(
                    "getColumns",
                    List.of(
                            new Object[] {null, "public", "%", "%"},
                            new Object[] {null, "sales", "%", null},
                            new Object[] {null, null, "emp", "%a%"},
                            new Object[] {null, "pg_catalog", "pg_class", "rel%"})),
            Map.entry("getPrimaryKeys", tables()),
            Map.entry("getImportedKeys", tables()),
            Map.entry("getExportedKeys", tables()),
            Map.entry(
                    "getIndexInfo",
                    List.of(
                            new Object[] {null, "public", "emp", false, true},
                            new Object[] {null, "public", "emp", true, false},
                            new Object[] {null, "public", "dept", false, false},
                            new Object[] {null, null, "child", false, true})),
            Map.entry("getCrossReference", List.<Object[]>of(new Object[] {null, null, "dept", null, null, "emp"})),
            Map.entry("getBestRowIdentifier", List.<Object[]>of(new Object[] {null, null, "emp", 2, true})),
            Map.entry("getVersionColumns", List.<Object[]>of(new Object[] {null, null, "no_such_table"})),
            Map.entry("getTablePrivileges", List.<Object[]>of(new Object[] {null, "public", "emp"})),
            Map.entry("getColumnPrivileges", List.<Object[]>of(new Object[] {null, "public", "emp", "%"})),
            Map.entry("getProcedures", List.<Object[]>of(new Object[] {null, "public", "%"})),
            Map.entry("getProcedureColumns", List.<Object[]>of(new Object[] {null, "public", "%", "%"})),
            Map.entry(
                    "getFunctions",
                    List.of(new Object[] {null, "public", "%"}, new Object[] {null, "pg_catalog", "pg_get_v%"})),
            Map.entry(
                    "getFunctionColumns",
                    List.of(new Object[] {null, "public", "%", "%"}, new Object[] {null, "pg_catalog", "left", "%"})),
            Map.entry("getUDTs", List.of(new Object[] {null, "public", "%", null}, new Object[] {
                null, null, "%", new int[] {2001}
            })),
            Map.entry("getSchemas", List.of(new Object[] {}, new Object[] {null, "s%"}, new Object[] {null, "pg\\_%"})),
            Map.entry("getAttributes", List.<Object[]>of(new Object[] {null, null, "%", "%"})),
            Map.entry("getSuperTypes", List.<Object[]>of(new Object[] {null, null, "%"})),
            Map.entry("getSuperTables", List.<Object[]>of(new Object[] {null, null, "%"})),
            Map.entry("getPseudoColumns", List.<Object[]>of(new Object[] {null, null, "emp", "%"})),
            Map.entry("supportsConvert", List.of(new Object[] {}, new Object[] {4, 12})),
            Map.entry("supportsResultSetConcurrency", List.<Object[]>of(new Object[] {1003, 1007})));

    /** What differs by the server's place, or tells its name. */
    private static final List<String> LEFT_OUT = List.of(
            "getURL",
            "getUserName",
            "getConnection",
            "getCatalogs",
            "getDatabaseProductVersion",
            "getDatabaseMinorVersion",
            "getDriverVersion",
            "unwrap",
            "isWrapperFor");

    /** Sizes, which are not kept here. */
    private static final List<String> NOT_KEPT = List.of("CARDINALITY", "PAGES");

    private MetadataCalls() {}

    private static List<Object[]> tables() {
        return List.of(
                new Object[] {null, "public", "emp"},
                new Object[] {null, null, "dept"},
                new Object[] {null, "sales", "%"},
                new Object[] {null, null, "child"},
                new Object[] {null, "public", "no_such_table"});
    }

    static Connection connect(int port, String database, String password) throws SQLException {
        Properties p = new Properties();
        p.setProperty("user", "test");
        p.setProperty("password", password == null ? "" : password);
        p.setProperty("sslmode", "disable");
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + database, p);
    }

    /** Makes the objects in an empty database. */
    static void make(Connection c) throws IOException, SQLException {
        try (Statement s = c.createStatement()) {
            s.execute(Files.readString(OBJECTS));
        }
    }

    /** Asks all. */
    static List<String> ask(Connection c) throws SQLException {
        DatabaseMetaData metadata = c.getMetaData();
        List<String> lines = new ArrayList<>();
        List<Method> methods = new ArrayList<>(Arrays.asList(DatabaseMetaData.class.getMethods()));
        methods.removeIf(m -> LEFT_OUT.contains(m.getName()));
        methods.sort(Comparator.comparing(Method::getName).thenComparing(Method::getParameterCount));
        for (Method m : methods) {
            for (Object[] arguments : arguments(m)) {
                lines.add(m.getName() + shown(arguments));
                lines.addAll(answer(metadata, m, arguments));
            }
        }
        return lines;
    }

    private static List<Object[]> arguments(Method m) {
        int n = m.getParameterCount();
        List<Object[]> known = ARGUMENTS.getOrDefault(m.getName(), List.of()).stream()
                .filter(a -> a.length == n)
                .toList();
        if (!known.isEmpty() || n == 0) {
            return known.isEmpty() ? List.<Object[]>of(new Object[0]) : known;
        }
        if (n == 1 && m.getParameterTypes()[0] == int.class) {
            // kinds of results, holdability and levels of isolation
            return List.of(
                    new Object[] {1}, new Object[] {2}, new Object[] {1003}, new Object[] {1004}, new Object[] {1005});
        }
        throw new AssertionError("no arguments for " + m);
    }

    private static String shown(Object[] arguments) {
        List<String> all = new ArrayList<>();
        for (Object a : arguments) {
            all.add(
                    a instanceof Object[] o
                            ? Arrays.toString(o)
                            : a instanceof int[] i ? Arrays.toString(i) : String.valueOf(a));
        }
        return "(" + String.join(", ", all) + ")";
    }

    private static List<String> answer(DatabaseMetaData metadata, Method m, Object[] arguments) throws SQLException {
        Object value;
        try {
            value = m.invoke(metadata, arguments);
        } catch (InvocationTargetException e) {
            return List.of("  ! "
                    + (e.getCause() instanceof SQLException s
                            ? s.getSQLState()
                            : e.getCause().getClass()));
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
        if (value instanceof ResultSet r) {
            try (r) {
                return rows(r);
            }
        }
        return List.of("  = " + (value instanceof RowIdLifetime l ? l.name() : value));
    }

    private static List<String> rows(ResultSet r) throws SQLException {
        ResultSetMetaData columns = r.getMetaData();
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            names.add(columns.getColumnLabel(i) + ":" + columns.getColumnTypeName(i));
        }
        List<String> rows = new ArrayList<>();
        while (r.next()) {
            List<String> values = new ArrayList<>();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                values.add(NOT_KEPT.contains(columns.getColumnLabel(i)) ? "#" : shown(r.getString(i)));
            }
            rows.add("  " + String.join("|", values));
        }
        // what the driver does not order has no order
        Collections.sort(rows);
        rows.add(0, "  " + String.join("|", names));
        return rows;
    }

    private static String shown(String value) {
        return value == null ? "\\N" : value.replaceAll("_\\d{5,}\\b", "_#").replace("\n", "\\n");
    }
}
