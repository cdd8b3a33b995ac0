-- 4.2 value expressions
CREATE TABLE t (id int PRIMARY KEY, name text, n numeric(6,2), a int[]);
INSERT INTO t VALUES (1, 'one', 1.50, '{1,2,3}'), (2, 'two', NULL, '{{1,2},{3,4}}'), (3, NULL, 3.00, NULL);
-- column references, with table, alias, schema and all
SELECT t.id, public.t.name FROM t ORDER BY t.id;
SELECT x.id FROM t AS x ORDER BY x.id;
SELECT t.id FROM t AS x;
SELECT nosuch FROM t;
SELECT t.nam FROM t;
SELECT nosuch.id FROM t;
SELECT other.public.t.id FROM t;
SELECT id FROM t, t AS u WHERE t.id = u.id;
SELECT (t.*) IS NULL AS isnull FROM t ORDER BY id;
SELECT t FROM t ORDER BY id;
-- positional parameters: type from the context
--$ 2
SELECT name FROM t WHERE id = $1;
--$ 2|x
SELECT $1 + 1 AS a, $2 || 'y' AS b;
--$ 5
SELECT $1::int8 AS a;
--$ hi
SELECT $1 AS untyped;
--$ \N
SELECT $1::int IS NULL AS a;
--$ 1|2
SELECT id FROM t WHERE id IN ($1, $2) ORDER BY id;
--$ {1,3}
SELECT id FROM t WHERE id = ANY($1) ORDER BY id;
--$ abc
SELECT id FROM t WHERE id = $1;
--$ 1
SELECT $1 IS NULL;
--$ 2
SELECT id FROM t ORDER BY id LIMIT $1;
--$ 1
SELECT $2;
--$ 2020-01-31
SELECT $1::date + 1 AS d;
--$ 1.5
SELECT n FROM t WHERE n = $1;
-- subscripts and slices
SELECT a[1] AS a1, a[2:3] AS s, a[1][2] AS m FROM t ORDER BY id;
SELECT (ARRAY[1,2,3])[2] AS e, (ARRAY[1,2,3])[9] AS none;
SELECT id[1] FROM t;
-- operators and functions that do not exist
SELECT 1 + 'x'::text;
SELECT 'a' + 'b';
SELECT nosuch(1);
SELECT length(1);
SELECT upper();
SELECT 1 <-> 2;
SELECT - 'a'::text;
-- named and mixed notation
SELECT make_date(year => 2020, month => 2, day => 3) AS d;
SELECT make_date(2020, month := 2, day := 3) AS d;
SELECT make_date(2020, mon := 2, day := 3);
-- aggregates: DISTINCT, ORDER BY, FILTER
SELECT count(*) AS c, count(name) AS n, count(DISTINCT id % 2) AS d, sum(id) FILTER (WHERE id > 1) AS f FROM t;
SELECT array_agg(name ORDER BY id DESC) AS a, string_agg(name, ',' ORDER BY name) AS s FROM t;
SELECT string_agg(DISTINCT name, ',' ORDER BY id) FROM t;
SELECT sum(sum(id)) FROM t;
SELECT id FROM t WHERE count(*) > 1;
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY id) AS m FROM t;
SELECT count() FROM t;
SELECT max(*) FROM t;
-- windows
SELECT id, sum(id) OVER (ORDER BY id) AS s, row_number() OVER (PARTITION BY id % 2 ORDER BY id) AS r FROM t ORDER BY id;
SELECT rank() FROM t;
SELECT id FROM t WHERE row_number() OVER () = 1;
-- casts
SELECT CAST(1.5 AS int) AS a, '12'::int AS b, 3::text AS c, text 'x' AS d, int4(2.5) AS e, int2 '3' AS f;
SELECT 'x'::int;
SELECT true::int AS a, 0::boolean AS b, 'yes'::bool AS c;
SELECT 1::date;
SELECT 99999::int2;
SELECT ''::int;
SELECT '1'::nosuchtype;
SELECT CAST('abcdef' AS varchar(3)) AS v, CAST('ab' AS char(4)) || '|' AS c;
-- collations
SELECT 'a' < 'B' AS a, 'a' < 'B' COLLATE "C" AS b;
SELECT 'a' COLLATE "nosuch";
SELECT 1 COLLATE "C";
-- scalar sub-queries
SELECT (SELECT max(id) FROM t) AS m, (SELECT name FROM t WHERE id = 99) AS none;
SELECT (SELECT id FROM t);
SELECT (SELECT id, name FROM t WHERE id = 1);
SELECT id, (SELECT count(*) FROM t AS u WHERE u.id < t.id) AS less FROM t ORDER BY id;
-- array constructors
SELECT ARRAY[1,2,3+4] AS a, ARRAY[[1,2],[3,4]] AS b, ARRAY[1.5, 2] AS c, ARRAY['a', NULL] AS d;
SELECT ARRAY[]::int[] AS a;
SELECT ARRAY[];
SELECT ARRAY[[1,2],[3]];
SELECT ARRAY(SELECT id FROM t ORDER BY id DESC) AS a;
SELECT ARRAY[1, 'x'];
-- row constructors
SELECT ROW(1, 2.5, 'x') AS r;
SELECT ROW(1, 2) = ROW(1, 2) AS a, (1, 2) < (1, 3) AS b, ROW(1, NULL) IS NULL AS c, ROW(NULL, NULL) IS NULL AS d;
SELECT (1, 2) = (1, 2, 3);
-- evaluation order: CASE shields
SELECT CASE WHEN id = 1 THEN 0 ELSE 10 / (id - 1) END AS q FROM t ORDER BY id;
SELECT 1 / 0;
