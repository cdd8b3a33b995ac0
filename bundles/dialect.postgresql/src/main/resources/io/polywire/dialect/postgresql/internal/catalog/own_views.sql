-- Relations of pg_catalog whose facts are the server's or the session's, made of what " live" has, which is of the moment.

-- pg_catalog.pg_authid
SELECT CASE WHEN r.first THEN 10::oid ELSE r.number END, r.name, r.superuser, r.inherit, r.create_role OR r.first,
    r.create_database OR r.first, r.login, r.replication OR r.first, r.bypass_rls OR r.first, r.connection_limit, NULL::text, r.valid_until
FROM " live".roles r
WHERE r.name NOT IN (SELECT p.rolname FROM " live".pg_authid p)
UNION ALL
SELECT p.oid, p.rolname, p.rolsuper, p.rolinherit, p.rolcreaterole, p.rolcreatedb, p.rolcanlogin, p.rolreplication,
    p.rolbypassrls, p.rolconnlimit, p.rolpassword, p.rolvaliduntil
FROM " live".pg_authid p

-- pg_catalog.pg_auth_members
SELECT r.oid, m.oid, COALESCE(g.oid, 10::oid), x.admin
FROM " live".memberships x
    JOIN pg_catalog.pg_authid r ON r.rolname = x.role
    JOIN pg_catalog.pg_authid m ON m.rolname = x.member
    LEFT JOIN pg_catalog.pg_authid g ON g.rolname = x.grantor
UNION ALL
SELECT p.roleid, p.member, p.grantor, p.admin_option FROM " live".pg_auth_members p

-- pg_catalog.pg_database
SELECT d.number, d.name, CASE WHEN d.first THEN 10::oid ELSE d.owner_number END, 6, 'c', false, true, -1,
    (SELECT a.xmin FROM pg_catalog.pg_am a WHERE a.oid = 2::oid), '1'::xid, 1663::oid, 'C', 'C.UTF-8', NULL::text,
    NULL::text, CASE WHEN d.name = current_database() THEN (SELECT r.acl FROM " live".database_rights r) END
FROM " live".databases d
UNION ALL
SELECT t.oid, t.datname, t.datdba, t.encoding, t.datlocprovider, t.datistemplate, t.datallowconn, t.datconnlimit,
    (SELECT a.xmin FROM pg_catalog.pg_am a WHERE a.oid = 2::oid), '1'::xid, t.dattablespace, t.datcollate, t.datctype, t.daticulocale, t.datcollversion, t.datacl
FROM " live".templates t
WHERE t.datname NOT IN (SELECT d.name FROM " live".databases d)

-- pg_catalog.pg_db_role_setting
SELECT COALESCE(x.database_number::oid, 0::oid), COALESCE(r.oid, 0::oid), x.config::text[]
FROM " live".role_settings x LEFT JOIN pg_catalog.pg_authid r ON r.rolname = x.role_name

-- pg_catalog.pg_shdescription
SELECT d.oid, 1262::oid, COALESCE(x.comment, CASE d.datname WHEN 'postgres' THEN 'default administrative connection database'
    WHEN 'template1' THEN 'default template for new databases' ELSE 'unmodifiable empty database' END)
FROM pg_catalog.pg_database d LEFT JOIN " live".shared_comments x ON x.kind = 'database' AND x.name = d.datname
WHERE CASE WHEN x.comment IS NULL THEN d.datname IN ('postgres', 'template0', 'template1') ELSE x.comment <> '' END
UNION ALL
SELECT r.oid, 1260::oid, x.comment
FROM " live".shared_comments x JOIN pg_catalog.pg_authid r ON r.rolname = x.name
WHERE x.kind = 'role'

-- pg_catalog.pg_shdepend
SELECT CASE WHEN x.shared THEN 0::oid ELSE d.oid END, x.classid, CASE WHEN x.shared THEN d.oid ELSE x.objid END, x.objsubid, 1260::oid,
    x.refobjid, x.deptype
FROM " live".dependents x JOIN pg_catalog.pg_database d ON d.datname = current_database()

-- pg_catalog.pg_settings
SELECT s.name, " setting in units"(l.value, s.unit, s.vartype), s.unit, s.category, s.short_desc, s.extra_desc, s.context,
    s.vartype, CASE WHEN l.set THEN 'session' ELSE 'default' END, s.min_val, s.max_val, s.enumvals, s.boot_val,
    " setting in units"(l.initial, s.unit, s.vartype), NULL::text, NULL::int4, false
FROM " live".settings l JOIN " live".setting_kinds s ON s.name = l.name

-- pg_catalog.pg_stat_activity
SELECT d.oid, s.database, s.number, NULL::int4, u.oid, s."user", s.application, s.address, NULL::text, s.port, s.opened,
    NULL::timestamptz, CASE WHEN s.state = 'active' THEN s.state_changed END, s.state_changed,
    CASE WHEN s.state = 'active' THEN NULL ELSE 'Client' END, CASE WHEN s.state = 'active' THEN NULL ELSE 'ClientRead' END,
    CASE s.state WHEN 'idle in transaction (failed)' THEN 'idle in transaction (aborted)' ELSE s.state END,
    NULL::oid, NULL::oid, NULL::int8, s.statement, 'client backend'
FROM " live".sessions s
    LEFT JOIN pg_catalog.pg_database d ON d.datname = s.database
    LEFT JOIN pg_catalog.pg_authid u ON u.rolname = s."user"

-- pg_catalog.pg_prepared_statements
SELECT p.name, p.statement, p.prepared, p.parameters::oid[], p.by_sql, NULL::int8, NULL::int8 FROM " live".prepared_statements p

-- pg_catalog.pg_cursors
SELECT c.name, c.statement, c.held, c."binary", c.scrollable, c.created FROM " live".cursors c

-- pg_catalog.pg_available_extensions
SELECT x.extname, x.extversion, x.extversion, d.description
FROM pg_catalog.pg_extension x LEFT JOIN pg_catalog.pg_description d ON d.classoid = 3079 AND d.objoid = x.oid

-- pg_catalog.pg_available_extension_versions
SELECT x.extname, x.extversion, true, true, true, x.extrelocatable, 'pg_catalog'::name, NULL::name[], d.description
FROM pg_catalog.pg_extension x LEFT JOIN pg_catalog.pg_description d ON d.classoid = 3079 AND d.objoid = x.oid

-- pg_catalog.pg_available_extensions()
SELECT x.extname, x.extversion, d.description
FROM pg_catalog.pg_extension x LEFT JOIN pg_catalog.pg_description d ON d.classoid = 3079 AND d.objoid = x.oid

-- pg_catalog.pg_available_extension_versions()
SELECT x.extname, x.extversion, true, true, x.extrelocatable, 'pg_catalog'::name, NULL::name[], d.description
FROM pg_catalog.pg_extension x LEFT JOIN pg_catalog.pg_description d ON d.classoid = 3079 AND d.objoid = x.oid

-- pg_catalog.pg_locks
SELECT CASE l.kind WHEN 'table' THEN 'relation' WHEN 'transaction' THEN 'virtualxid' WHEN 'numbered' THEN 'transactionid' ELSE l.kind END,
    CASE WHEN l.kind NOT IN ('transaction', 'numbered') THEN (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = current_database()) END,
    CASE WHEN l.kind = 'table' THEN (SELECT c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE l.stored = CASE WHEN n.nspname = 'public' THEN c.relname::text ELSE n.nspname || '.' || c.relname END
            AND n.nspname NOT IN ('pg_catalog', 'information_schema')) END,
    NULL::int4, NULL::int2, CASE WHEN l.kind = 'transaction' THEN l.transaction_number END, l.xid::xid, l.high_half, l.low_half,
    l.halves::int2, l.transaction_number, l.pid,
    l.mode, l.granted, l.kind IN ('table', 'transaction') AND l.granted AND l.mode IN ('AccessShareLock', 'RowShareLock', 'RowExclusiveLock')
        OR l.kind = 'transaction', NULL::timestamptz
FROM " live".locks l

-- pg_catalog.pg_stat_ssl
SELECT e.pid, e.tls, e.version, e.cipher, e.bits, e.subject, e.serial::numeric, e.issuer FROM " live".encryption e

-- pg_catalog.pg_stat_gssapi
SELECT e.pid, false, NULL::text, false FROM " live".encryption e

-- pg_catalog.pg_stat_archiver
SELECT 0::int8, NULL::text, NULL::timestamptz, 0::int8, NULL::text, NULL::timestamptz, pg_postmaster_start_time()

-- pg_catalog.pg_stat_wal
SELECT 0::int8, 0::int8, 0::numeric, 0::int8, 0::int8, 0::int8, 0::float8, 0::float8, pg_postmaster_start_time()

-- pg_catalog.pg_stat_recovery_prefetch
SELECT pg_postmaster_start_time(), 0::int8, 0::int8, 0::int8, 0::int8, 0::int8, 0::int8, 0::int4, 0::int4, 0::int4

-- pg_catalog.pg_stat_slru
SELECT s.name, 0::int8, 0::int8, 0::int8, 0::int8, 0::int8, 0::int8, 0::int8, pg_postmaster_start_time()
FROM (VALUES ('CommitTs'), ('MultiXactMember'), ('MultiXactOffset'), ('Notify'), ('Serial'), ('Subtrans'), ('Xact'), ('other')) s(name)

-- pg_catalog.pg_stat_database
SELECT d.oid AS datid,
    d.datname,
        CASE
            WHEN (d.oid = (0)::oid) THEN 0
            ELSE (SELECT count(*)::int4 FROM " live".sessions s WHERE s.database = d.datname)
        END AS numbackends,
    pg_stat_get_db_xact_commit(d.oid) AS xact_commit,
    pg_stat_get_db_xact_rollback(d.oid) AS xact_rollback,
    (pg_stat_get_db_blocks_fetched(d.oid) - pg_stat_get_db_blocks_hit(d.oid)) AS blks_read,
    pg_stat_get_db_blocks_hit(d.oid) AS blks_hit,
    pg_stat_get_db_tuples_returned(d.oid) AS tup_returned,
    pg_stat_get_db_tuples_fetched(d.oid) AS tup_fetched,
    pg_stat_get_db_tuples_inserted(d.oid) AS tup_inserted,
    pg_stat_get_db_tuples_updated(d.oid) AS tup_updated,
    pg_stat_get_db_tuples_deleted(d.oid) AS tup_deleted,
    pg_stat_get_db_conflict_all(d.oid) AS conflicts,
    pg_stat_get_db_temp_files(d.oid) AS temp_files,
    pg_stat_get_db_temp_bytes(d.oid) AS temp_bytes,
    pg_stat_get_db_deadlocks(d.oid) AS deadlocks,
    pg_stat_get_db_checksum_failures(d.oid) AS checksum_failures,
    pg_stat_get_db_checksum_last_failure(d.oid) AS checksum_last_failure,
    pg_stat_get_db_blk_read_time(d.oid) AS blk_read_time,
    pg_stat_get_db_blk_write_time(d.oid) AS blk_write_time,
    pg_stat_get_db_session_time(d.oid) AS session_time,
    pg_stat_get_db_active_time(d.oid) AS active_time,
    pg_stat_get_db_idle_in_transaction_time(d.oid) AS idle_in_transaction_time,
    pg_stat_get_db_sessions(d.oid) AS sessions,
    pg_stat_get_db_sessions_abandoned(d.oid) AS sessions_abandoned,
    pg_stat_get_db_sessions_fatal(d.oid) AS sessions_fatal,
    pg_stat_get_db_sessions_killed(d.oid) AS sessions_killed,
    pg_stat_get_db_stat_reset_time(d.oid) AS stats_reset
   FROM ( SELECT 0 AS oid,
            NULL::name AS datname
        UNION ALL
         SELECT pg_database.oid,
            pg_database.datname
           FROM pg_database) d
