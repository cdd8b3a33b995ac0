-- LIKE of composite types, with storage and compression, conditions with NO INHERIT; sequences SET LOGGED
create type ct as (a int, b text);
create table lk (like ct, c int);
create table lks(a text, b text);
alter table lks alter a set storage main;
alter table lks alter b set compression pglz;
create table lks2 (z int, like lks including storage);
create table lks3 (like lks including all);
select attname, attstorage, attcompression from pg_attribute where attrelid in ('lks2'::regclass,'lks3'::regclass) and attnum>0 order by attrelid, attnum;
create table ni(a int check (a>0) no inherit);
create table ni2(like ni including constraints);
create unlogged sequence us;
alter sequence us set logged;
select relpersistence from pg_class where relname='us';
alter sequence us set unlogged;
select relpersistence from pg_class where relname='us';
select conname, connoinherit from pg_constraint where conrelid in ('ni'::regclass, 'ni2'::regclass) order by 1;
select attname, atttypid::regtype from pg_attribute where attrelid = 'lk'::regclass and attnum > 0 order by attnum;
