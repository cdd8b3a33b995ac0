-- A literal or parameter without a type in the list of INSERT ... SELECT takes the type of its column.
CREATE TABLE ius (a int, c date, j jsonb, n numeric(5,2), v varchar(3), t timestamp DEFAULT '2000-01-01');
INSERT INTO ius (c) SELECT '2020-01-01';
INSERT INTO ius (c) SELECT 'bad';
INSERT INTO ius (a, c) SELECT 1, 'bad' FROM generate_series(1, 2);
INSERT INTO ius (a, c) SELECT g, '2021-02-03' FROM generate_series(1, 2) g ORDER BY g DESC;
INSERT INTO ius (c) SELECT DISTINCT '2020-01-01';
INSERT INTO ius (c) SELECT '2020-01-01' UNION ALL SELECT '2020-01-02';
INSERT INTO ius (c) SELECT '2020-01-01' UNION ALL SELECT null;
INSERT INTO ius (c) SELECT x FROM (SELECT '2020-01-01' AS x) s;
INSERT INTO ius (c) SELECT '2020-01-01' ORDER BY 1;
INSERT INTO ius (c) SELECT '2020-01-01' AS k ORDER BY k;
INSERT INTO ius (c) SELECT '2020-01-01' LIMIT 1;
INSERT INTO ius (a) SELECT '5' GROUP BY 1;
INSERT INTO ius (a) SELECT '5' AS q FROM ius GROUP BY q;
INSERT INTO ius (a) VALUES ('5'), ('6') ORDER BY 1;
INSERT INTO ius (a) VALUES ('5'), ('6') LIMIT 1;
INSERT INTO ius (n, v) SELECT '1.234', 'abc ';
INSERT INTO ius (n, v) SELECT '1.234', 'abcd' FROM generate_series(1, 1);
INSERT INTO ius (n) SELECT '1234.5' FROM generate_series(1, 1);
INSERT INTO ius (j) SELECT '{"a":1, "a":2}';
INSERT INTO ius (j) SELECT '{bad';
INSERT INTO ius (c) WITH w AS (SELECT 1) SELECT '2020-01-01' FROM w;
INSERT INTO ius (c) SELECT null;
INSERT INTO ius (c) SELECT CASE WHEN true THEN '2020-01-01' END;
INSERT INTO ius (c) SELECT coalesce(null, '2020-01-01');
INSERT INTO ius (c) SELECT 'a' || 'b';
INSERT INTO ius (c) (SELECT '2020-01-01');
INSERT INTO ius SELECT 7, '2022-02-02', '[1,  2]', '3', 'xyz', '2001-02-03 04:05';
INSERT INTO ius SELECT *, '2022-02-02' FROM (VALUES (8)) s(x);
INSERT INTO ius SELECT '2022-02-02' FROM (VALUES (8)) s(x);
INSERT INTO ius (a, c) SELECT max(a), '2022-02-02' FROM ius;
INSERT INTO ius (a, c) SELECT a, '2022-02-02' FROM ius WHERE a > 5 GROUP BY a ORDER BY a RETURNING a, c;
INSERT INTO ius (a) SELECT '9' RETURNING a + 1;
SELECT a, c, j, n, v, t FROM ius ORDER BY a, c, j, n;
--$ 2023-04-05
INSERT INTO ius (c) SELECT $1 RETURNING c;
--$ nodate
INSERT INTO ius (c) SELECT $1 RETURNING c;
--$ 11|{"b":1,"a":[1 ,2]}
INSERT INTO ius (a, j) SELECT $1, $2 WHERE NOT EXISTS (SELECT FROM ius WHERE a = 11) RETURNING a, j;
--$ 11|{"b":1,"a":[1 ,2]}
INSERT INTO ius (a, j) SELECT $1, $2 WHERE NOT EXISTS (SELECT FROM ius WHERE a = 11) RETURNING a, j;
--$ 12|{bad
INSERT INTO ius (a, j) SELECT $1, $2 FROM generate_series(1, 2) RETURNING a, j;
--$ \N
INSERT INTO ius (c) SELECT $1 RETURNING c;
--$ 12345.6
INSERT INTO ius (n) SELECT $1 RETURNING n;
--$ abcd
INSERT INTO ius (v) SELECT $1 RETURNING v;
--$ 2023-04-05
INSERT INTO ius (c) SELECT DISTINCT $1;
PREPARE ius_p AS INSERT INTO ius (a, c) SELECT $1, $2 RETURNING a, c;
EXECUTE ius_p('21', '2024-05-06');
EXECUTE ius_p('x', '2024-05-06');
EXECUTE ius_p(22, date '2024-05-07');
DEALLOCATE ius_p;
DROP TABLE ius;
