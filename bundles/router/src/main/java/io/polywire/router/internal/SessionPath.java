package io.polywire.router.internal;

import io.polywire.sql.Dialect;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.setting.Setting;
import io.polywire.sql.setting.SettingTable;
import java.util.List;

/** Along which schemas a session looks for names without one. Confined to the session's strand. */
final class SessionPath {
    private static final String SETTING = "search_path";

    private final RouterSession session;
    private String setting;
    private String user;
    private String key = "";

    SessionPath(RouterSession session) {
        this.session = session;
    }

    /** What a plan depends on besides the schema: the same key gives the same path on the same schema. */
    String key() {
        String s = session.settings.searchPath();
        String u = session.roles.current().name();
        if (s != setting || u != user) {
            setting = s;
            user = u;
            key = (s == null ? "" : s) + '\n' + u;
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
        List<String> names = table.split(path, session.settings.shown(table, path));
        return catalog.along(dialect.searchPath(names, session.roles.current().name(), catalog));
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
