-- 9.17 sequences
CREATE SEQUENCE serial START 101;
SELECT currval('serial');
SELECT lastval();
SELECT nextval('serial') AS a;
SELECT nextval('serial') AS a, currval('serial') AS b, lastval() AS c;
SELECT setval('serial', 200) AS a;
SELECT nextval('serial') AS a;
SELECT setval('serial', 300, false) AS a;
SELECT nextval('serial'::regclass) AS a;
SELECT setval('serial', 0);
SELECT nextval('nosuch');
SELECT nextval(1);
SELECT last_value, is_called FROM serial;
BEGIN;
SELECT nextval('serial') AS a;
ROLLBACK;
SELECT nextval('serial') AS a;
-- 9.18 conditional expressions
CREATE TABLE test (a int);
INSERT INTO test VALUES (1), (2), (3), (NULL);
SELECT a, CASE WHEN a = 1 THEN 'one' WHEN a = 2 THEN 'two' ELSE 'other' END FROM test ORDER BY a;
SELECT a, CASE a WHEN 1 THEN 'one' WHEN 2 THEN 'two' END AS c FROM test ORDER BY a;
SELECT CASE WHEN a > 1 THEN 1 ELSE 2.5 END AS c FROM test ORDER BY a;
SELECT CASE WHEN true THEN 1 ELSE 'x' END;
SELECT CASE WHEN true THEN '1' ELSE 2 END AS c;
SELECT CASE WHEN 1 THEN 2 END;
SELECT CASE a WHEN 'x' THEN 1 END FROM test;
SELECT CASE NULL WHEN NULL THEN 'null' ELSE 'not' END AS c;
SELECT CASE WHEN false THEN 1 END AS c;
SELECT CASE WHEN true THEN 1 ELSE 1/0 END AS c;
SELECT CASE WHEN true THEN now() ELSE 5 END;
-- 9.19 array functions
SELECT array_fill(11, ARRAY[2,3]) AS a, array_fill(7, ARRAY[3], ARRAY[2]) AS b, array_length(ARRAY[1,2,3], 1) AS c, array_length(ARRAY[]::int[], 1) AS d, array_remove(ARRAY[1,2,3,2], 2) AS e, array_replace(ARRAY[1,2,5,4], 5, 3) AS f, array_to_string(ARRAY[1, 2, 3, NULL, 5], ',', '*') AS g, array_to_string(ARRAY[1,NULL,2], ',') AS h, trim_array(ARRAY[1,2,3,4,5,6], 2) AS i, array_remove(ARRAY[1,NULL], NULL) AS j;
SELECT trim_array(ARRAY[1], 2);
SELECT array_fill(1, ARRAY[-1]);
SELECT unnest(ARRAY[[1,2],[3,4]]) AS u;
SELECT * FROM unnest(ARRAY[1,2], ARRAY['foo','bar','baz']) AS x(a,b);
SELECT generate_subscripts(ARRAY['a','b'], 1) AS s;
SELECT array_agg(x ORDER BY x) AS a FROM (VALUES (2), (1), (NULL)) v(x);
SELECT array_agg(x) AS a FROM (VALUES (1)) v(x) WHERE false;
SELECT array_agg(ARRAY[x, x + 1] ORDER BY x) AS a FROM generate_series(1, 2) x;
-- 9.23 sub-query expressions, NULL in NOT IN
SELECT EXISTS (SELECT 1 FROM test WHERE a > 2) AS a, NOT EXISTS (SELECT 1 WHERE false) AS b;
SELECT 1 IN (SELECT a FROM test) AS a, 9 IN (SELECT a FROM test) AS b, 9 NOT IN (SELECT a FROM test) AS c, 1 NOT IN (SELECT a FROM test) AS d, NULL IN (SELECT a FROM test WHERE false) AS e;
SELECT 9 NOT IN (SELECT a FROM test WHERE a IS NOT NULL) AS a;
SELECT (1, 2) IN (SELECT 1, 2) AS a, (1, NULL) IN (SELECT 1, 2) AS b;
SELECT 1 IN (SELECT 1, 2);
SELECT a FROM test WHERE a > ANY (SELECT a FROM test) ORDER BY a;
SELECT a FROM test WHERE a >= ALL (SELECT a FROM test WHERE a IS NOT NULL);
SELECT 1 = ALL (SELECT a FROM test WHERE false) AS a, 1 = ANY (SELECT a FROM test WHERE false) AS b, 5 = ANY (SELECT a FROM test) AS c, 1 <> ALL (SELECT a FROM test) AS d;
SELECT (1, 2) = (SELECT 1, 2) AS a;
SELECT 1 = (SELECT a FROM test);
-- 9.24 row and array comparisons
SELECT 1 IN (1, 2, NULL) AS a, 3 IN (1, 2, NULL) AS b, 3 NOT IN (1, 2) AS c, 3 NOT IN (1, NULL) AS d;
SELECT 1 = ANY (ARRAY[1, 2]) AS a, 3 = ANY (ARRAY[1, NULL]) AS b, 3 > ALL (ARRAY[1, 2]) AS c, 3 <> ALL (ARRAY[1, NULL]) AS d, 1 = ANY (NULL::int[]) AS e, 1 = SOME ('{1,2}') AS f;
SELECT 1 = ANY (1);
SELECT 1 IN ('x');
SELECT 1 IN ('1', 2.0) AS a;
SELECT ROW(1, 2, 3) < ROW(1, 3, 1) AS a, ROW(1, NULL) = ROW(1, 2) AS b, ROW(1, NULL) < ROW(2, 1) AS c, ROW(1, NULL) IS DISTINCT FROM ROW(1, NULL) AS d, ROW(2, NULL) >= ROW(1, 5) AS e;
SELECT ROW(1, 2) = ROW(1, 'x');
-- 9.25 set-returning functions
SELECT * FROM generate_series(2, 4) AS g;
SELECT * FROM generate_series(4, 3) AS g;
SELECT * FROM generate_series(1.1, 4, 1.3) AS g;
SELECT current_date + s.a - current_date AS n FROM generate_series(0, 14, 7) AS s(a);
SELECT * FROM generate_series(NULL, 3) AS g;
SELECT count(*) FROM generate_series(1, 10000) g;
SELECT sum(g) FROM generate_series(1::int8, 100) g WHERE g % 2 = 0;
-- 9.26 system information
SELECT current_user = session_user AS a, user = current_role AS b, current_catalog = current_database() AS c, current_schema() AS d, pg_backend_pid() > 0 AS e, version() LIKE 'PostgreSQL 15%' AS f, pg_typeof(1) AS g, pg_typeof('x') AS h, pg_typeof(NULL) AS i, pg_typeof(1.5) AS j, pg_typeof(now()) AS k, pg_typeof(ARRAY[1]) AS l;
SELECT format_type(23, NULL) AS a, format_type(1043, 24) AS b, format_type(1700, 655366) AS c, format_type(1007, NULL) AS d, has_table_privilege('test', 'select') AS e, pg_table_is_visible('test'::regclass) AS f, obj_description('test'::regclass, 'pg_class') AS g, col_description('test'::regclass, 1) AS h;
SELECT current_setting('search_path') AS a, set_config('search_path', 'public', false) AS b, current_setting('nosuch.one', true) AS c;
SELECT current_setting('nosuch');
SELECT pg_advisory_lock(1);
SELECT pg_try_advisory_lock(1) AS a, pg_advisory_unlock(1) AS b;
SELECT pg_advisory_unlock(99) AS a;
SELECT txid_current() > 0 AS a, inet_server_port() > 0 AS b, pg_is_in_recovery() AS c, pg_conf_load_time() IS NOT NULL AS d, pg_postmaster_start_time() < now() AS e;
