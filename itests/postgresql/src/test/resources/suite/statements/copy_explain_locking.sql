-- COPY from and to the client
CREATE TABLE c (id int, t text, n numeric(5,2), b bool);
COPY c FROM STDIN;
1	one	1.50	t
2	\N	2	f
3	tab\there	\N	\N
\.
SELECT * FROM c ORDER BY id;
COPY c TO STDOUT;
COPY c (id, t) TO STDOUT WITH (FORMAT csv, HEADER);
COPY (SELECT id * 10 AS x FROM c ORDER BY id) TO STDOUT (DELIMITER ';');
COPY c (id, t) FROM STDIN WITH (FORMAT csv, HEADER true, NULL 'nil');
id,t
10,"quoted, ""text"""
11,nil
\.
SELECT id, t FROM c WHERE id >= 10 ORDER BY id;
COPY c FROM STDIN;
x	y	1	t
\.
COPY c FROM STDIN;
1	one
\.
COPY c FROM STDIN;
20	a	1	t	extra
\.
COPY c FROM STDIN;
20	a	99999	t
\.
COPY nosuch FROM STDIN;
1
\.
COPY c (nosuch) TO STDOUT;
COPY nosuch TO STDOUT;
COPY c TO STDOUT (FORMAT nosuch);
COPY c TO STDOUT WITH CSV QUOTE '''' FORCE QUOTE t;
SELECT count(*) FROM c;
-- FOR UPDATE and its relatives
SELECT id FROM c WHERE id = 1 FOR UPDATE;
SELECT id FROM c WHERE id = 1 FOR SHARE;
SELECT id FROM c WHERE id = 1 FOR NO KEY UPDATE NOWAIT;
SELECT id FROM c WHERE id = 1 FOR KEY SHARE SKIP LOCKED;
SELECT count(*) FROM c FOR UPDATE;
SELECT DISTINCT id FROM c FOR UPDATE;
SELECT id FROM c FOR UPDATE OF nosuch;
SELECT 1 UNION SELECT 2 FOR UPDATE;
-- TABLE, TABLESAMPLE
TABLE c ORDER BY id LIMIT 1;
SELECT count(*) <= 5 AS ok FROM c TABLESAMPLE BERNOULLI (50);
-- EXPLAIN of what cannot run
EXPLAIN SELECT nosuch FROM c;
EXPLAIN (FORMAT nosuch) SELECT 1;
EXPLAIN (nosuch) SELECT 1;
-- GRANT and REVOKE
CREATE ROLE suite_reader;
GRANT SELECT ON c TO suite_reader;
SELECT has_table_privilege('suite_reader', 'c', 'SELECT') AS s, has_table_privilege('suite_reader', 'c', 'INSERT') AS i;
SET ROLE suite_reader;
SELECT count(*) FROM c;
INSERT INTO c VALUES (1);
CREATE TABLE mine (a int);
RESET ROLE;
REVOKE SELECT ON c FROM suite_reader;
SET ROLE suite_reader;
SELECT count(*) FROM c;
RESET ROLE;
GRANT nosuch ON c TO suite_reader;
GRANT SELECT ON nosuch TO suite_reader;
GRANT SELECT ON c TO nosuch;
DROP ROLE suite_reader;
DROP ROLE suite_reader;
CREATE ROLE suite_reader;
DROP ROLE IF EXISTS suite_reader;
