package io.polywire.dialect.sqlite.internal.catalog;

import io.polywire.api.storage.Access;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.StorageStatement;
import io.polywire.sql.catalog.Routine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Functions of users, in the tables {@code _pw_routine} and {@code _pw_routine_parameter} of a file; a file in which none
 * was ever made has no such tables.
 */
public final class RoutineTable {
    private static final StorageStatement EXISTS = new StorageStatement(
            "SELECT 1 FROM main.sqlite_schema WHERE type = 'table' AND name = '_pw_routine'", Access.READ, 0);

    private static final StorageStatement PARAMETERS = new StorageStatement(
            "SELECT routine, mode, name, type, user_type, default_source FROM main._pw_routine_parameter"
                    + " ORDER BY routine, position",
            Access.READ,
            0);

    private static final StorageStatement ROUTINES = new StorageStatement(
            "SELECT id, schema, name, dialect, result, result_type, gives_rows, body, source, standard, options, comment"
                    + " FROM main._pw_routine ORDER BY id",
            Access.READ,
            0);

    private static final List<String> CREATE = List.of(
            "CREATE TABLE IF NOT EXISTS main._pw_routine(id INTEGER PRIMARY KEY, schema TEXT NOT NULL,"
                    + " name TEXT NOT NULL, dialect TEXT NOT NULL, result TEXT, result_type INTEGER,"
                    + " gives_rows INTEGER NOT NULL, body TEXT NOT NULL, source TEXT NOT NULL,"
                    + " standard INTEGER NOT NULL, options TEXT NOT NULL, comment TEXT)",
            "CREATE TABLE IF NOT EXISTS main._pw_routine_parameter(routine INTEGER NOT NULL,"
                    + " position INTEGER NOT NULL, mode TEXT NOT NULL, name TEXT, type TEXT NOT NULL,"
                    + " user_type INTEGER NOT NULL, default_source TEXT, PRIMARY KEY(routine, position)) WITHOUT ROWID");

    private RoutineTable() {}

    /** All of them. */
    static List<Routine> read(Lease lease) {
        if (Rows.of(lease, EXISTS).isEmpty()) {
            return List.of();
        }
        Map<Integer, List<Routine.Parameter>> parameters = new HashMap<>();
        for (Rows.Row r : Rows.of(lease, PARAMETERS)) {
            parameters
                    .computeIfAbsent(r.integer(0), k -> new ArrayList<>())
                    .add(new Routine.Parameter(
                            Routine.Mode.valueOf(r.text(1)),
                            r.text(2),
                            new Routine.DataType(r.text(3), r.integer(4)),
                            r.text(5)));
        }
        List<Routine> all = new ArrayList<>();
        for (Rows.Row r : Rows.of(lease, ROUTINES)) {
            all.add(new Routine(
                    r.integer(0),
                    r.text(1),
                    r.text(2),
                    r.text(3),
                    parameters.getOrDefault(r.integer(0), List.of()),
                    r.isNull(4) ? null : new Routine.DataType(r.text(4), r.integer(5)),
                    r.flag(6),
                    r.text(7),
                    r.text(8),
                    r.flag(9),
                    MetadataReader.options(r.text(10)),
                    r.text(11)));
        }
        return all;
    }

    /** Statements that put a function in place of the one of its number. */
    public static List<String> put(Routine r) {
        List<String> out = new ArrayList<>(CREATE);
        // what it needs stays as it is
        out.addAll(remove(r.id()).subList(0, 2));
        Routine.DataType result = r.result();
        out.add("INSERT INTO main._pw_routine(id, schema, name, dialect, result, result_type, gives_rows, body, source,"
                + " standard, options, comment)"
                + MetadataWriter.values(
                        r.id(),
                        r.schema(),
                        r.name(),
                        r.dialect(),
                        result == null ? null : result.name(),
                        result == null ? null : result.user(),
                        r.rows(),
                        r.body(),
                        r.source(),
                        r.standard(),
                        MetadataWriter.options(new TreeMap<>(r.options())),
                        r.comment()));
        for (int i = 0; i < r.parameters().size(); i++) {
            Routine.Parameter p = r.parameters().get(i);
            out.add("INSERT INTO main._pw_routine_parameter(routine, position, mode, name, type, user_type,"
                    + " default_source)"
                    + MetadataWriter.values(
                            r.id(),
                            i,
                            p.mode().name(),
                            p.name(),
                            p.type().name(),
                            p.type().user(),
                            p.defaultSource()));
        }
        return out;
    }

    /** Statements that forget a function. */
    public static List<String> remove(int id) {
        return List.of(
                "DELETE FROM main._pw_routine WHERE id = " + id,
                "DELETE FROM main._pw_routine_parameter WHERE routine = " + id,
                "DELETE FROM main._pw_dependency WHERE dependent = " + id);
    }
}
