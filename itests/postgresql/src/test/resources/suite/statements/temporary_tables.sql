-- What CREATE TABLE, CREATE TABLE AS, SELECT INTO, CREATE VIEW and CREATE SEQUENCE make that goes with its session

-- a table of the session, by each of the words for it
CREATE TEMP TABLE tt_a (id integer PRIMARY KEY, name text NOT NULL DEFAULT 'x', n numeric(6,2) CHECK (n > 0));
CREATE TEMPORARY TABLE tt_b (a int);
CREATE LOCAL TEMPORARY TABLE tt_c (a int);
CREATE GLOBAL TEMP TABLE tt_d (a int);
CREATE TEMP TABLE IF NOT EXISTS tt_a (other text);
CREATE TEMP TABLE tt_a (other text);
INSERT INTO tt_a VALUES (1, 'one', 1.5), (2, DEFAULT, 2.25);
INSERT INTO tt_a (id) VALUES (3) RETURNING *;
SELECT * FROM tt_a ORDER BY id;
SELECT * FROM pg_temp.tt_a WHERE id = 2;
-- its constraints hold, and are named as those of other tables
INSERT INTO tt_a VALUES (1, 'again', 1);
INSERT INTO tt_a VALUES (4, NULL, 1);
INSERT INTO tt_a VALUES (4, 'four', -1);
INSERT INTO tt_a VALUES (4, 'four', 12345.678);
UPDATE tt_a SET n = n * 2 WHERE id = 1;
UPDATE tt_a SET name = upper(name) WHERE id = 2 RETURNING id, name;
DELETE FROM tt_a WHERE id = 3;
SELECT count(*), sum(n) FROM tt_a;
INSERT INTO tt_a VALUES (1, 'uno', 9), (5, 'cinco', 5) ON CONFLICT (id) DO UPDATE SET name = excluded.name;
SELECT id, name, n FROM tt_a ORDER BY id;

-- it hides a table of its name that is there for all, and gives way when it is dropped
CREATE TABLE tt_shade (who text);
INSERT INTO tt_shade VALUES ('permanent');
SELECT who FROM tt_shade;
CREATE TEMP TABLE tt_shade (who text, more int);
INSERT INTO tt_shade VALUES ('temporary', 1);
SELECT * FROM tt_shade;
SELECT * FROM public.tt_shade;
UPDATE public.tt_shade SET who = 'still there';
SELECT c.oid::regclass::text, pg_table_is_visible(c.oid), relpersistence FROM pg_class c WHERE relname = 'tt_shade' ORDER BY 3;
SELECT 'tt_shade'::regclass = 'pg_temp.tt_shade'::regclass, 'tt_shade'::regclass = 'public.tt_shade'::regclass;
DROP TABLE tt_shade;
SELECT * FROM tt_shade;
DROP TABLE tt_shade;
SELECT * FROM tt_shade;

-- joins and statements over both kinds
CREATE TABLE tt_perm (id int PRIMARY KEY, v text);
INSERT INTO tt_perm VALUES (1, 'p1'), (2, 'p2'), (7, 'p7');
SELECT a.id, a.name, p.v FROM tt_a a JOIN tt_perm p ON p.id = a.id ORDER BY 1;
INSERT INTO tt_perm SELECT id + 100, name FROM tt_a;
INSERT INTO tt_b SELECT id FROM tt_perm;
SELECT count(*) FROM tt_b;
UPDATE tt_perm SET v = a.name FROM tt_a a WHERE a.id = tt_perm.id;
DELETE FROM tt_b USING tt_perm p WHERE p.id = tt_b.a AND p.v LIKE 'p%';
SELECT a FROM tt_b ORDER BY a;
SELECT v FROM tt_perm ORDER BY id;
WITH gone AS (DELETE FROM tt_b WHERE a > 100 RETURNING a) INSERT INTO tt_c SELECT a FROM gone;
SELECT a FROM tt_c ORDER BY a;
MERGE INTO tt_c USING tt_perm p ON p.id = tt_c.a WHEN MATCHED THEN UPDATE SET a = -tt_c.a WHEN NOT MATCHED THEN INSERT VALUES (p.id);
SELECT a FROM tt_c ORDER BY a;
TRUNCATE tt_c;
SELECT count(*) FROM tt_c;
TRUNCATE tt_b, tt_d;

-- numbers of rows, identity, generated columns
CREATE TEMP TABLE tt_num (s serial, i bigint GENERATED ALWAYS AS IDENTITY, v int, twice int GENERATED ALWAYS AS (v * 2) STORED);
INSERT INTO tt_num (v) VALUES (10), (20) RETURNING *;
INSERT INTO tt_num (i, v) VALUES (5, 1);
INSERT INTO tt_num (i, v) OVERRIDING SYSTEM VALUE VALUES (50, 30);
SELECT * FROM tt_num ORDER BY s;
SELECT currval('tt_num_s_seq'), lastval();
TRUNCATE tt_num RESTART IDENTITY;
INSERT INTO tt_num (v) VALUES (1) RETURNING s, i, twice;

-- LIKE, with what comes along
CREATE TEMP TABLE tt_like (LIKE tt_perm INCLUDING ALL, extra int DEFAULT 7);
INSERT INTO tt_like (id, v) VALUES (1, 'a') RETURNING *;
INSERT INTO tt_like (id, v) VALUES (1, 'b');
CREATE TABLE tt_like_perm (LIKE tt_like);
INSERT INTO tt_like_perm VALUES (1, 'a', 2) RETURNING *;
DROP TABLE tt_like_perm;

-- rows of a query
CREATE TEMP TABLE tt_as AS SELECT id, v FROM tt_perm WHERE id < 10;
CREATE TEMP TABLE tt_as (k, w) AS SELECT 1, 'x';
CREATE TEMP TABLE IF NOT EXISTS tt_as AS SELECT 1;
CREATE TEMP TABLE tt_named (k, w) AS SELECT id, v FROM tt_perm WITH NO DATA;
SELECT * FROM tt_named;
SELECT * FROM tt_as ORDER BY id;
SELECT id, upper(v) AS v INTO TEMP tt_into FROM tt_perm WHERE id = 7;
SELECT id INTO TEMPORARY TABLE tt_into2 FROM tt_perm;
SELECT * FROM tt_into;
SELECT count(*) FROM tt_into2;

-- indexes
CREATE INDEX tt_as_v ON tt_as (v);
CREATE UNIQUE INDEX ON tt_as (id);
INSERT INTO tt_as VALUES (1, 'dup');
DROP INDEX tt_as_v;
CREATE INDEX tt_as_expr ON tt_as (lower(v)) WHERE id > 1;
SELECT id FROM tt_as WHERE lower(v) = 'p7';

-- ALTER TABLE
ALTER TABLE tt_as ADD COLUMN z int DEFAULT 5;
SELECT * FROM tt_as ORDER BY id;
ALTER TABLE tt_as ALTER COLUMN z TYPE text;
ALTER TABLE tt_as ADD CONSTRAINT tt_as_z CHECK (z <> 'no');
INSERT INTO tt_as VALUES (9, 'nine', 'no');
ALTER TABLE tt_as DROP CONSTRAINT tt_as_z;
INSERT INTO tt_as VALUES (9, 'nine', 'no');
ALTER TABLE tt_as DROP COLUMN z;
ALTER TABLE tt_as ALTER COLUMN v SET NOT NULL;
INSERT INTO tt_as VALUES (10, NULL);
ALTER TABLE tt_as RENAME TO tt_renamed;
SELECT * FROM tt_as;
SELECT * FROM tt_renamed ORDER BY id;
ALTER TABLE tt_renamed SET SCHEMA public;
ALTER TABLE tt_perm SET SCHEMA pg_temp;
COMMENT ON TABLE tt_renamed IS 'goes with the session';
SELECT obj_description('tt_renamed'::regclass);

-- foreign keys stay within one kind
CREATE TEMP TABLE tt_parent (id int PRIMARY KEY);
CREATE TEMP TABLE tt_child (id int REFERENCES tt_parent ON DELETE CASCADE);
INSERT INTO tt_parent VALUES (1), (2);
INSERT INTO tt_child VALUES (1), (2);
INSERT INTO tt_child VALUES (3);
DELETE FROM tt_parent WHERE id = 1;
SELECT * FROM tt_child;
CREATE TEMP TABLE tt_bad (id int REFERENCES tt_perm);
CREATE TABLE tt_bad (id int REFERENCES tt_parent);
ALTER TABLE tt_perm ADD FOREIGN KEY (id) REFERENCES tt_parent;
DROP TABLE tt_parent;
DROP TABLE tt_parent CASCADE;
INSERT INTO tt_child VALUES (3);

-- where they are
CREATE TABLE pg_temp.tt_explicit (a int);
SELECT relname, relpersistence, relkind FROM pg_class WHERE relname IN ('tt_explicit', 'tt_perm', 'tt_renamed') ORDER BY relname;
CREATE TEMP TABLE public.tt_nowhere (a int);
CREATE TEMP TABLE pg_temp.tt_there (a int);
SELECT pg_my_temp_schema() <> 0, pg_is_other_temp_schema(pg_my_temp_schema());
SELECT count(*) FROM pg_class WHERE relnamespace = pg_my_temp_schema() AND relname = 'tt_there';
SELECT nspname LIKE 'pg\_temp\_%' FROM pg_namespace WHERE oid = pg_my_temp_schema();
SELECT table_type FROM information_schema.tables WHERE table_name = 'tt_there';
SELECT attname, atttypid::regtype FROM pg_attribute WHERE attrelid = 'tt_there'::regclass AND attnum > 0;
SELECT current_schema(), (current_schemas(true))[1] LIKE 'pg_temp%';
SELECT to_regclass('pg_temp.tt_there') IS NOT NULL, to_regclass('public.tt_there') IS NULL;
CREATE TABLE tt_two (a int);
CREATE TEMP TABLE tt_two (b text);
INSERT INTO tt_two VALUES ('in the session');
SET search_path = public, pg_temp;
SELECT * FROM tt_two;
SET search_path = pg_temp, public;
SELECT * FROM tt_two;
CREATE TABLE tt_first (a int);
SELECT relpersistence FROM pg_class WHERE relname = 'tt_first';
SELECT current_schema() LIKE 'pg_temp%';
RESET search_path;
SELECT * FROM public.tt_first;
SELECT * FROM tt_first;
DROP TABLE public.tt_two;
SELECT * FROM tt_two;

-- ON COMMIT
CREATE TABLE tt_no (a int) ON COMMIT DROP;
CREATE TEMP TABLE tt_keep (a int) ON COMMIT PRESERVE ROWS;
CREATE TEMP TABLE tt_empty (a int) ON COMMIT DELETE ROWS;
INSERT INTO tt_keep VALUES (1);
INSERT INTO tt_empty VALUES (1);
SELECT (SELECT count(*) FROM tt_keep), (SELECT count(*) FROM tt_empty);
BEGIN;
INSERT INTO tt_keep VALUES (2);
INSERT INTO tt_empty VALUES (2), (3);
SELECT (SELECT count(*) FROM tt_keep), (SELECT count(*) FROM tt_empty);
COMMIT;
SELECT (SELECT count(*) FROM tt_keep), (SELECT count(*) FROM tt_empty);
CREATE TEMP TABLE tt_once (a int) ON COMMIT DROP;
SELECT * FROM tt_once;
BEGIN;
CREATE TEMP TABLE tt_once (a int) ON COMMIT DROP;
INSERT INTO tt_once VALUES (1);
SELECT * FROM tt_once;
COMMIT;
SELECT * FROM tt_once;
BEGIN;
CREATE TEMP TABLE tt_once ON COMMIT DROP AS SELECT 5 AS five;
SELECT * FROM tt_once;
ROLLBACK;
SELECT * FROM tt_once;

-- transactions and savepoints
BEGIN;
CREATE TEMP TABLE tt_tx (a int);
INSERT INTO tt_tx VALUES (1);
ROLLBACK;
SELECT * FROM tt_tx;
BEGIN;
INSERT INTO tt_perm VALUES (500, 'first a write, then a table');
CREATE TEMP TABLE tt_tx (a int);
SAVEPOINT s;
INSERT INTO tt_tx VALUES (1);
CREATE TEMP TABLE tt_tx2 (a int);
ALTER TABLE tt_tx ADD b int;
ROLLBACK TO s;
SELECT * FROM tt_tx;
INSERT INTO tt_tx VALUES (2);
COMMIT;
SELECT * FROM tt_tx;
SELECT * FROM tt_tx2;
SELECT v FROM tt_perm WHERE id = 500;
BEGIN;
DROP TABLE tt_tx;
ROLLBACK;
SELECT * FROM tt_tx;
BEGIN;
INSERT INTO tt_tx VALUES (3);
SELECT 1 / 0;
INSERT INTO tt_tx VALUES (4);
COMMIT;
SELECT * FROM tt_tx;
BEGIN ISOLATION LEVEL REPEATABLE READ;
INSERT INTO tt_tx VALUES (5);
INSERT INTO tt_perm VALUES (501, 'both');
CREATE TEMP TABLE tt_rr AS SELECT count(*) AS n FROM tt_perm;
COMMIT;
SELECT * FROM tt_rr;
BEGIN READ ONLY;
INSERT INTO tt_tx VALUES (6);
UPDATE tt_tx SET a = a + 1 WHERE a = 6;
SELECT * FROM tt_tx ORDER BY a;
CREATE TEMP TABLE tt_ro (a int);
ROLLBACK;
BEGIN READ ONLY;
INSERT INTO tt_perm VALUES (502, 'no');
ROLLBACK;
SELECT * FROM tt_tx ORDER BY a;

-- views over them go with the session too
CREATE TEMP VIEW tt_view AS SELECT id, v FROM tt_perm;
SELECT count(*) FROM tt_view;
CREATE VIEW tt_drawn AS SELECT a FROM tt_tx;
SELECT * FROM tt_drawn ORDER BY a;
CREATE MATERIALIZED VIEW tt_mat AS SELECT a FROM tt_tx;
SELECT relname, relpersistence FROM pg_class WHERE relname IN ('tt_view', 'tt_drawn') ORDER BY 1;
CREATE OR REPLACE TEMP VIEW tt_view AS SELECT id, v, 1 AS one FROM tt_perm;
SELECT * FROM tt_view WHERE id = 7;
INSERT INTO tt_view (id, v) VALUES (600, 'through the view');
SELECT v FROM tt_perm WHERE id = 600;
DROP TABLE tt_tx;
DROP TABLE tt_tx CASCADE;
SELECT * FROM tt_drawn;
DROP TABLE tt_perm;
DROP VIEW tt_view;

-- sequences
CREATE TEMP SEQUENCE tt_seq START 10 INCREMENT 5;
SELECT nextval('tt_seq'), nextval('pg_temp.tt_seq');
SELECT currval('tt_seq');
SELECT setval('tt_seq', 100);
SELECT nextval('tt_seq');
ALTER SEQUENCE tt_seq INCREMENT 1;
SELECT nextval('tt_seq');
CREATE TEMP TABLE tt_seq_used (id int DEFAULT nextval('tt_seq'), a text);
INSERT INTO tt_seq_used (a) VALUES ('x') RETURNING id;
DROP SEQUENCE tt_seq;
DROP SEQUENCE tt_seq CASCADE;
INSERT INTO tt_seq_used (a) VALUES ('y') RETURNING id;
SELECT nextval('tt_seq');

-- statements that were prepared see the table that has the name now
CREATE TEMP TABLE tt_prep (a int);
PREPARE tt_ins AS INSERT INTO tt_prep VALUES ($1);
PREPARE tt_sel AS SELECT * FROM tt_prep ORDER BY 1;
EXECUTE tt_ins(1);
EXECUTE tt_sel;
DROP TABLE tt_prep;
EXECUTE tt_sel;
CREATE TEMP TABLE tt_prep (a int);
EXECUTE tt_ins(2);
EXECUTE tt_sel;
DROP TABLE tt_prep;
CREATE TEMP TABLE tt_prep (a int, b text);
EXECUTE tt_sel;
DEALLOCATE ALL;

-- COPY
CREATE TEMP TABLE tt_copy (a int, b text);
COPY tt_copy FROM STDIN;
1	one
2	\N
\.
COPY tt_copy (b, a) FROM STDIN WITH (FORMAT csv);
three,3
\.
SELECT * FROM tt_copy ORDER BY a;
COPY tt_copy TO STDOUT;
COPY (SELECT a FROM tt_copy ORDER BY a DESC) TO STDOUT;

-- cursors
BEGIN;
DECLARE tt_cur CURSOR FOR SELECT a FROM tt_copy ORDER BY a;
FETCH 1 FROM tt_cur;
INSERT INTO tt_copy VALUES (4, 'four');
FETCH ALL FROM tt_cur;
COMMIT;

-- types of all kinds
CREATE TYPE tt_mood AS ENUM ('sad', 'glad');
CREATE TEMP TABLE tt_types (m tt_mood, d date, ts timestamptz, arr int[], j jsonb, u uuid, b bytea, i interval, c char(3), v varchar(2));
INSERT INTO tt_types VALUES ('glad', '2024-02-29', '2024-02-29 12:00:00+00', '{1,2}', '{"a": 1}', '11111111-2222-3333-4444-555555555555', '\x00ff', '1 day', 'ab', 'xy');
SELECT m, d, ts AT TIME ZONE 'UTC', arr[2], j ->> 'a', u, b, i, c, v FROM tt_types;
INSERT INTO tt_types (v) VALUES ('too long');
DROP TYPE tt_mood;
DROP TYPE tt_mood CASCADE;

-- tables that PostgreSQL empties after a crash
CREATE UNLOGGED TABLE tt_unlogged (a int PRIMARY KEY);
INSERT INTO tt_unlogged VALUES (1);
SELECT * FROM tt_unlogged;
SELECT relpersistence FROM pg_class WHERE relname = 'tt_unlogged';
CREATE UNLOGGED TABLE tt_unlogged_as AS SELECT 1 AS one;
CREATE UNLOGGED TABLE pg_temp.tt_unlogged2 (a int);
CREATE UNLOGGED VIEW tt_unlogged_view AS SELECT 1;
DROP TABLE tt_unlogged, tt_unlogged_as;

-- the end of them
DROP TABLE IF EXISTS pg_temp.tt_missing;
DROP TABLE pg_temp.tt_a;
SELECT * FROM tt_a;
DISCARD TEMP;
SELECT * FROM tt_b;
SELECT count(*) FROM pg_class WHERE relpersistence = 't' AND relnamespace = pg_my_temp_schema();
CREATE TEMP TABLE tt_again (a int);
INSERT INTO tt_again VALUES (1);
DISCARD ALL;
SELECT * FROM tt_again;
DROP TABLE tt_perm;
