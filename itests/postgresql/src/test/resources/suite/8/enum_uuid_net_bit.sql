-- 8.7 enumerated types
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TABLE person (name text, current_mood mood);
INSERT INTO person VALUES ('Moe', 'happy'), ('Larry', 'sad'), ('Curly', 'ok'), ('None', NULL);
SELECT * FROM person WHERE current_mood = 'happy';
SELECT name FROM person WHERE current_mood > 'sad' ORDER BY current_mood;
SELECT name, current_mood FROM person ORDER BY current_mood;
SELECT name, current_mood FROM person ORDER BY current_mood DESC;
SELECT min(current_mood), max(current_mood) FROM person;
INSERT INTO person VALUES ('x', 'angry');
SELECT 'angry'::mood;
SELECT 'ok'::mood::text AS a, 'ok'::mood < 'happy'::mood AS b;
SELECT current_mood = 'ok'::text FROM person;
SELECT enum_range(NULL::mood) AS a, enum_first(NULL::mood) AS b, enum_last('sad'::mood) AS c, enum_range('ok'::mood, NULL) AS d;
ALTER TYPE mood ADD VALUE 'excited' AFTER 'happy';
ALTER TYPE mood ADD VALUE 'meh' BEFORE 'ok';
ALTER TYPE mood ADD VALUE 'ok';
ALTER TYPE mood ADD VALUE IF NOT EXISTS 'ok';
SELECT enum_range(NULL::mood) AS a;
INSERT INTO person VALUES ('new', 'meh');
SELECT name FROM person WHERE current_mood IS NOT NULL ORDER BY current_mood;
ALTER TYPE mood RENAME VALUE 'meh' TO 'soso';
SELECT current_mood FROM person WHERE name = 'new';
CREATE TYPE mood AS ENUM ('x');
CREATE TYPE dup AS ENUM ('a', 'a');
CREATE TYPE happiness AS ENUM ('happy', 'very happy');
SELECT 'happy'::happiness = 'happy'::mood;
SELECT current_mood, count(*) FROM person GROUP BY current_mood ORDER BY 1;
-- 8.9 network addresses
SELECT '192.168.1.5'::inet AS a, '192.168.1.5/24'::inet AS b, '192.168.1'::cidr AS c, '10'::cidr AS d, '::1'::inet AS e, '2001:4f8:3:ba::/64'::cidr AS f, '08:00:2b:01:02:03'::macaddr AS g, '08002b010203'::macaddr AS h;
SELECT '192.168.1.5/24'::cidr;
SELECT '300.1.1.1'::inet;
SELECT inet '192.168.1.5' < inet '192.168.1.6' AS a, inet '192.168.1.5' << inet '192.168.1/24' AS b, host(inet '192.168.1.5/24') AS c, masklen(inet '10.0.0.1/8') AS d;
-- 8.10 bit strings
CREATE TABLE test (a BIT(3), b BIT VARYING(5));
INSERT INTO test VALUES (B'101', B'00');
INSERT INTO test VALUES (B'10', B'101');
INSERT INTO test VALUES (B'10'::bit(3), B'101');
INSERT INTO test VALUES (B'101', B'101010');
SELECT * FROM test ORDER BY a;
SELECT B'101' & B'110' AS a, B'101' | B'010' AS b, B'101' # B'111' AS c, ~ B'101' AS d, B'1' || B'0' AS e, B'1001' << 1 AS f, 5::bit(4) AS g, B'0101'::int AS h;
SELECT B'101' & B'1';
-- 8.12 uuid
SELECT 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'::uuid AS a, '{a0eebc999c0b4ef8bb6d6bb9bd380a11}'::uuid AS b;
SELECT 'a0eebc99'::uuid;
CREATE TABLE ids (id uuid PRIMARY KEY, v int);
INSERT INTO ids VALUES ('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 1), ('00000000-0000-0000-0000-000000000000', 2);
SELECT * FROM ids ORDER BY id;
SELECT v FROM ids WHERE id = 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11';
SELECT v FROM ids WHERE id = 'x';
INSERT INTO ids VALUES ('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 3);
SELECT gen_random_uuid() = gen_random_uuid() AS same, length(gen_random_uuid()::text) AS n;
-- 8.19 object identifier types
CREATE TABLE rc (a int);
SELECT 'rc'::regclass AS a, 'int4'::regtype AS b, 'pg_catalog.pg_class'::regclass::oid AS c, 23::regtype AS d;
SELECT 'nosuch'::regclass;
SELECT to_regclass('nosuch') IS NULL AS a, to_regtype('integer') AS b;
SELECT 1::oid AS a, 4294967295::oid AS b, '5'::oid > 3 AS c;
SELECT 4294967296::oid;
