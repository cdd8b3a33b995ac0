-- what the search path hides: an object of the same name in an earlier schema
CREATE SCHEMA e1;
CREATE SCHEMA s1;
CREATE SCHEMA s2;
CREATE TABLE s1.same_name (id int PRIMARY KEY, val text);
CREATE TABLE s2.same_name (id int, other int, PRIMARY KEY (id, other));
CREATE TABLE s2.alone (id int);
CREATE TYPE s1.mood AS ENUM ('good');
CREATE TYPE s2.mood AS ENUM ('bad', 'good');
CREATE DOMAIN s2.number AS int;
SET search_path TO e1, s1, s2;
SELECT relname, relnamespace::regnamespace, pg_table_is_visible(oid) FROM pg_class WHERE relname IN ('same_name', 'alone') ORDER BY 1, 2::text;
SELECT typname, typnamespace::regnamespace, pg_type_is_visible(oid) FROM pg_type WHERE typname IN ('mood', 'number') ORDER BY 1, 2::text;
SELECT 's1.same_name'::regclass, 's2.same_name'::regclass, 's2.alone'::regclass, 's2.mood'::regtype, 's1.mood'::regtype;
SET search_path TO s2, s1;
SELECT relname, relnamespace::regnamespace, pg_table_is_visible(oid) FROM pg_class WHERE relname IN ('same_name', 'alone') ORDER BY 1, 2::text;
SELECT typname, typnamespace::regnamespace, pg_type_is_visible(oid) FROM pg_type WHERE typname IN ('mood', 'number') ORDER BY 1, 2::text;
SELECT 's1.same_name'::regclass, 's2.same_name'::regclass, 's2.alone'::regclass, 's2.mood'::regtype, 's1.mood'::regtype;
-- a temporary one hides both
CREATE TEMP TABLE same_name (x int);
SELECT relnamespace::regnamespace::text LIKE 'pg_temp%' AS temporary, pg_table_is_visible(oid) FROM pg_class WHERE relname = 'same_name' ORDER BY 1, relnamespace::regnamespace::text;
-- one of the system's is found before, unless the path says otherwise
CREATE TABLE s1.pg_class (x int);
SELECT relnamespace::regnamespace, pg_table_is_visible(oid) FROM pg_catalog.pg_class WHERE relname = 'pg_class' ORDER BY 1::text;
SET search_path TO s1, pg_catalog;
SELECT relnamespace::regnamespace, pg_table_is_visible(oid) FROM pg_catalog.pg_class WHERE relname = 'pg_class' ORDER BY 1::text;
RESET search_path;
SELECT relname, relnamespace::regnamespace, pg_table_is_visible(oid) FROM pg_class WHERE relname IN ('same_name', 'alone') AND relnamespace::regnamespace::text NOT LIKE 'pg_temp%' ORDER BY 1, 2::text;
-- names of zones that are in no database
SET timezone = 'gmt-3';
SHOW timezone;
SET timezone = 'foo+5';
SHOW timezone;
SET timezone = 'europe/berlin';
SHOW timezone;
SET timezone = '<+03>-3';
SHOW timezone;
