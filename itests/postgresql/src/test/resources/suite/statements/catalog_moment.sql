-- What the catalogs tell of the moment: activity, cursors, locks, settings, databases, counters
CREATE TABLE cm_t (a integer PRIMARY KEY);
SELECT datname = current_database(), usename = current_user, state, query LIKE 'SELECT datname%', backend_type, backend_start <= now() FROM pg_stat_activity WHERE pid = pg_backend_pid();
SELECT numbackends > 0 FROM pg_stat_database WHERE datname = current_database();
SELECT datallowconn, datistemplate, pg_encoding_to_char(encoding), datcollate, datconnlimit FROM pg_database WHERE datname = current_database();
SELECT relname, n_live_tup >= 0, seq_scan >= 0 FROM pg_stat_user_tables WHERE relname = 'cm_t';
BEGIN;
DECLARE cm_c CURSOR FOR SELECT a FROM cm_t;
DECLARE cm_s NO SCROLL CURSOR WITH HOLD FOR SELECT 2;
SELECT name, statement, is_holdable, is_binary, is_scrollable FROM pg_cursors WHERE name LIKE 'cm%' ORDER BY name;
SELECT name, is_holdable FROM pg_cursor() WHERE name = 'cm_s';
COMMIT;
SELECT name FROM pg_cursors WHERE name LIKE 'cm%';
CLOSE cm_s;
SELECT pg_advisory_lock(7), pg_advisory_lock_shared(1, 2);
SELECT locktype, classid, objid, objsubid, mode, granted FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid() ORDER BY objid;
SELECT locktype, mode, granted FROM pg_lock_status() WHERE locktype = 'advisory' AND pid = pg_backend_pid() ORDER BY mode;
SELECT pg_advisory_unlock_all();
SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid();
SET work_mem = '5MB';
SELECT name, setting, unit, context, vartype, source FROM pg_settings WHERE name = 'work_mem';
RESET work_mem;
PREPARE cm_p(text, numeric) AS SELECT $1, $2;
SELECT name, statement, parameter_types, from_sql FROM pg_prepared_statement() WHERE name = 'cm_p';
SELECT count(*) > 0 FROM pg_timezone_names WHERE name = 'Europe/Berlin';
-- arrays of objects as texts
SELECT parameter_types::text, parameter_types::text[], parameter_types[1]::text FROM pg_prepared_statements WHERE name = 'cm_p';
SELECT '{pg_class,pg_type}'::regclass[]::text;
SELECT '{integer,text}'::regtype[]::text[];
