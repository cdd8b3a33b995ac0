package io.polywire.router.internal;

import io.polywire.api.auth.Principal;
import io.polywire.api.auth.Roles;
import io.polywire.sql.Dialect;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Schema;
import io.polywire.sql.setting.Setting;
import io.polywire.sql.setting.SettingTable;
import java.util.ArrayList;
import java.util.List;

/** Along which schemas a session looks for names without one. Confined to the session's strand. */
final class SessionPath {
    private static final String SETTING = "search_path";

    private final RouterSession session;
    private String setting;
    private String user;
    private Roles roles;
    private long changes;
    private String key = "";

    SessionPath(RouterSession session) {
        this.session = session;
    }

    /** What a plan depends on besides the schema: the same key gives the same path on the same schema. */
    String key() {
        String s = session.settings.searchPath();
        Principal who = session.roles.current();
        // whose rights a role has says into which schemas it may look
        Roles now = who.superuser() ? null : session.roles.all();
        if (s != setting || who.name() != user || now != roles) {
            if (now != roles) {
                changes++;
            }
            setting = s;
            user = who.name();
            roles = now;
            key = (s == null ? "" : s) + '\n' + user + (now == null ? "" : "\n" + changes);
        }
        return key;
    }

    /** A snapshot as the session sees it. */
    CatalogSnapshot along(CatalogSnapshot shared) {
        CatalogSnapshot catalog = session.temporary.over(shared);
        if (!session.desk.planner.has(session.dialect())) {
            return catalog;
        }
        Dialect dialect = session.desk.planner.dialect(session.dialect());
        SettingTable table = dialect.settings();
        Setting path = table.find(SETTING);
        if (path == null) {
            return catalog;
        }
        List<String> names = names(table, path, session.settings.shown(table, path));
        return catalog.along(
                open(dialect.searchPath(names, session.roles.current().name(), catalog), catalog));
    }

    private SettingTable by;
    private String text;
    private List<String> named;

    /** The schemas that a setting names, read when it changes, or the dialect that says how. */
    private List<String> names(SettingTable table, Setting path, String written) {
        if (table != by || !written.equals(text)) {
            named = List.copyOf(table.split(path, written));
            text = written;
            by = table;
        }
        return named;
    }

    /** Without the schemas that the present role may not look into. */
    private List<String> open(List<String> path, CatalogSnapshot catalog) {
        if (session.roles.current().superuser()) {
            return path;
        }
        List<String> open = new ArrayList<>(path.size());
        for (String name : path) {
            Schema s = catalog.schema(name);
            if (s == null || CatalogSnapshot.isTemporary(s.id()) || session.rights.isOpen(s.id(), catalog.grants())) {
                open.add(name);
            }
        }
        return open;
    }

    /** Whether names of the session's dialect depend on a path at all. */
    private boolean matters() {
        return session.desk.planner.has(session.dialect())
                && session.desk.planner.dialect(session.dialect()).settings().find(SETTING) != null;
    }

    /**
     * The path on the schema as it is, empty where there is none; null where nobody has looked at the schema since it changed.
     *
     * @param version the schema's present version
     */
    List<String> known(DatabaseRegistry.Found f, long version) {
        if (!matters()) {
            // nobody reads the catalog for statements that are not analysed
            return List.of();
        }
        CatalogSnapshot known = session.desk.planner.known(f);
        return known == null || known.version() != version ? null : along(known).path();
    }
}
