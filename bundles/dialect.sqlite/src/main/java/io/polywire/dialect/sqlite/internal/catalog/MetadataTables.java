package io.polywire.dialect.sqlite.internal.catalog;

import java.util.List;

/**
 * The tables in which Polywire keeps, in the user's file, what SQLite's own schema has no place for. They are made with
 * the first statement that needs them, in its transaction.
 */
final class MetadataTables {
    /** What their names begin with. */
    static final String PREFIX = "_pw_";

    /** Version of their form; a file with a newer one is not served. */
    static final int FORMAT = 1;

    static final List<String> CREATE = List.of(
            "CREATE TABLE main._pw_meta(key TEXT PRIMARY KEY, value) WITHOUT ROWID",
            "INSERT INTO main._pw_meta(key, value) VALUES('format', " + FORMAT + "), ('next_id', 16384)",
            "CREATE TABLE main._pw_schema(id INTEGER PRIMARY KEY, name TEXT NOT NULL, owner TEXT, comment TEXT)",
            "CREATE TABLE main._pw_relation(id INTEGER PRIMARY KEY, kind TEXT NOT NULL, schema TEXT NOT NULL,"
                    + " name TEXT NOT NULL, stored TEXT NOT NULL, owner TEXT, definition TEXT, dialect TEXT,"
                    + " options TEXT NOT NULL DEFAULT '', comment TEXT)",
            "CREATE TABLE main._pw_column(relation INTEGER NOT NULL, number INTEGER NOT NULL,"
                    + " position INTEGER NOT NULL, name TEXT NOT NULL, declared TEXT NOT NULL,"
                    + " type INTEGER NOT NULL DEFAULT 0, not_null INTEGER NOT NULL DEFAULT 0, default_source TEXT,"
                    + " default_stored INTEGER NOT NULL DEFAULT 0, identity TEXT NOT NULL DEFAULT 'NONE',"
                    + " generation TEXT, generation_stored INTEGER NOT NULL DEFAULT 0, comment TEXT,"
                    + " PRIMARY KEY(relation, number)) WITHOUT ROWID",
            "CREATE TABLE main._pw_constraint(id INTEGER PRIMARY KEY, relation INTEGER NOT NULL,"
                    + " name TEXT NOT NULL, kind TEXT NOT NULL, columns TEXT NOT NULL, target INTEGER,"
                    + " target_columns TEXT, on_delete TEXT, on_update TEXT, match_full INTEGER,"
                    + " index_id INTEGER NOT NULL DEFAULT 0, condition TEXT, may_defer INTEGER NOT NULL DEFAULT 0,"
                    + " deferred INTEGER NOT NULL DEFAULT 0, validated INTEGER NOT NULL DEFAULT 1, comment TEXT)",
            "CREATE TABLE main._pw_index(id INTEGER PRIMARY KEY, relation INTEGER NOT NULL, name TEXT NOT NULL,"
                    + " stored TEXT, is_unique INTEGER NOT NULL, is_primary INTEGER NOT NULL, method TEXT NOT NULL,"
                    + " include TEXT NOT NULL, predicate TEXT, options TEXT NOT NULL DEFAULT '', comment TEXT)",
            "CREATE TABLE main._pw_index_key(index_id INTEGER NOT NULL, position INTEGER NOT NULL,"
                    + " column_number INTEGER NOT NULL, expression TEXT, descending INTEGER NOT NULL,"
                    + " nulls_first INTEGER NOT NULL, PRIMARY KEY(index_id, position)) WITHOUT ROWID",
            "CREATE TABLE main._pw_sequence(id INTEGER PRIMARY KEY, type TEXT NOT NULL, start INTEGER NOT NULL,"
                    + " increment INTEGER NOT NULL, minimum INTEGER NOT NULL, maximum INTEGER NOT NULL,"
                    + " cache INTEGER NOT NULL, cycle INTEGER NOT NULL, owner INTEGER NOT NULL,"
                    + " owner_column INTEGER NOT NULL, internal INTEGER NOT NULL)",
            "CREATE TABLE main._pw_sequence_value(id INTEGER PRIMARY KEY, value INTEGER NOT NULL,"
                    + " called INTEGER NOT NULL)",
            "CREATE TABLE main._pw_type(id INTEGER PRIMARY KEY, schema TEXT NOT NULL, name TEXT NOT NULL,"
                    + " owner TEXT, enumeration INTEGER NOT NULL, base TEXT, not_null INTEGER NOT NULL,"
                    + " default_source TEXT, comment TEXT)",
            "CREATE TABLE main._pw_enum_label(type INTEGER NOT NULL, position INTEGER NOT NULL,"
                    + " label TEXT NOT NULL, PRIMARY KEY(type, position)) WITHOUT ROWID",
            "CREATE TABLE main._pw_dependency(dependent INTEGER NOT NULL, on_object INTEGER NOT NULL,"
                    + " on_column INTEGER NOT NULL, PRIMARY KEY(dependent, on_object, on_column)) WITHOUT ROWID");

    private MetadataTables() {}
}
