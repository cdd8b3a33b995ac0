# CREATE, ALTER, DROP, COMMENT of everything else.
create view v as select 1
create or replace view v as select 1
create temp view v as select 1
create or replace temporary view v as select 1
create recursive view v as select 1
create or replace recursive view v as select 1
create unlogged view v as select 1
create or view v as select 1
create replace view v as select 1
create view v(a, b) as select 1, 2
create view s.v as select 1, 2
create view v with (security_barrier) as select 1, 2
create view v(a) with (check_option = local, x = 1) as select 1, 2
create view v() as select 1, 2
create view if not exists v as select 1, 2
create view v(a as select 1, 2
create view "V" as select 1, 2
create view v(a int) as select 1, 2
create view v as values (1)
create view v as table t
create view v as (select 1)
create view v as with x as (select 1) select * from x
create view v as select 1 with check option
create view v as select 1 with local check option
create view v as select 1 with cascaded check option
create view v as select 1 with check
create view v as select 1 with data
create view v as insert into t values (1)
create view v as
create view v as select 1 union select 2 with check option
create view v as select a from t where b with local check option
create view v as select
create recursive view v(a) as select 1
create recursive view v(a) as select 1 union all select a + 1 from v
create recursive view v(a) as select 1 with check option
create recursive view v(a, b) as select 1
create recursive view v(a, b) as select 1 union all select a + 1 from v
create recursive view v(a, b) as select 1 with check option
create recursive view v as select 1 union all select a + 1 from v
create recursive view v as select 1 with check option
create recursive view v() as select 1
create recursive view v() as select 1 union all select a + 1 from v
create recursive view v() as select 1 with check option
create materialized view v as select 1
create materialized view if not exists v as select 1
create unlogged materialized view v as select 1
create temp materialized view v as select 1
create or replace materialized view v as select 1
create materialized v as select 1
create materialized view v as select 1 with data
create materialized view v as select 1 with no data
create materialized view v (a, b) as select 1, 2
create materialized view v using heap with (fillfactor = 70) tablespace ts as select 1
create materialized view v as
create materialized view v as execute p
create materialized view v tablespace ts
create materialized view v as values (1)
create materialized view v as select 1 with check option
refresh materialized view v
refresh materialized view concurrently v
refresh materialized view v with data
refresh materialized view v with no data
refresh materialized view s.v
refresh materialized view concurrently s.v with data
refresh materialized view
refresh materialized view v, w
refresh materialized view if exists v
refresh materialized view v with
create sequence s
create temp sequence s
create sequence if not exists s
create unlogged sequence s
create sequence s.t
create sequence
create or replace sequence s
create sequence s start 1
create sequence s start with 5
create sequence s increment 2
create sequence s increment by -1
create sequence s minvalue 1
create sequence s no minvalue
create sequence s maxvalue 10
create sequence s no maxvalue
create sequence s cache 10
create sequence s cycle
create sequence s no cycle
create sequence s owned by t.a
create sequence s owned by none
create sequence s as int
create sequence s as s.t
create sequence s start 1 increment 1 minvalue 1 maxvalue 9 cache 1 cycle
create sequence s start
create sequence s no
create sequence s increment by by 1
create sequence s minvalue a
create sequence s as
create sequence s restart
create sequence s start 1.5
create sequence s cache
create sequence s owned t.a
create sequence s maxvalue '5'
create sequence s as smallint[]
create type t as enum ('a', 'b')
create type t as enum ()
create type t as enum ('a')
create type t as enum
create type t as enum (a)
create type t as enum ('a',)
create type t as enum 'a'
create type t as (a int, b text)
create type t as range (subtype = int)
create type t as int
create type t as
create type t
create type s.t as enum ('x')
create type t (input = f, output = g)
create type "T" as enum ('x', 'y')
create type if not exists t as enum ('a')
create type  as enum ('a')
alter type t add value 'x'
alter type t add value if not exists 'x'
alter type t add value 'x' before 'y'
alter type t add value 'x' after 'y'
alter type t rename value 'x' to 'y'
alter type t rename to u
alter type t set schema s
alter type t owner to joe
alter type t add value x
alter type t add value
alter type t add 'x'
alter type t rename value 'x'
alter type t add attribute a int
alter type t drop attribute a
alter type t alter attribute a type int
alter type t rename attribute a to b
alter type t set (storage = plain)
alter type t drop value 'x'
alter type t add value 'x' before
alter type t rename
alter type t
create domain d int
create domain d as int
create domain d as text not null
create domain d as int default 5 check (value > 1)
create domain d as text collate "C" constraint c check (value <> '')
create domain d as int null
create domain d as numeric(5, 2)[]
create domain d as
create domain d as int check
create domain d int unique
create domain d int references t
create domain d as int constraint c
create domain d s.t
create domain d as int default 1 + 2 not null
create domain d as int check (value > 0) not valid
create domain s.d as int
create domain if not exists d as int
create domain d.e.f int
alter domain d set default 1
alter domain d drop default
alter domain d set not null
alter domain d drop not null
alter domain d add check (value > 1)
alter domain d add constraint c check (value > 1) not valid
alter domain d drop constraint c
alter domain d drop constraint if exists c cascade
alter domain d validate constraint c
alter domain d rename to e
alter domain d rename constraint c to d
alter domain d set schema s
alter domain d owner to joe
alter domain d set
alter domain d drop
alter domain d add
alter domain d rename
alter domain d type int
alter domain d add constraint c not null
alter domain d set default
alter domain d drop constraint
alter domain d set check (a)
create schema s
create schema if not exists s
create schema authorization joe
create schema s authorization joe
create schema if not exists s authorization current_user
create schema if not exists authorization joe
create schema s create table t (a int) create view v as select 1
create schema s authorization joe create index i on t (a) create sequence q grant select on t to joe
create schema
create schema s.t
create schema if not exists s create table t(a int)
create schema authorization
create schema s create schema t
create schema s create function f() returns int language sql as 'x'
create schema s create type t as enum ()
create schema s drop table t
create schema s, t
alter schema s rename to t
alter schema s owner to joe
alter schema s set schema t
alter schema s
alter schema if exists s rename to t
create database d
create database d owner joe
create database d with owner = joe
create database d encoding 'UTF8' template template0
create database d with encoding = utf8 lc_collate = 'C' lc_ctype 'C'
create database d connection limit 5
create database d connection limit = -1
create database d tablespace ts
create database d owner default
create database d allow_connections false is_template = true
create database
create database d with
create database if not exists d
create database d owner
create database d.e
create database d strategy wal_log
create database d encoding utf8 foo bar baz
drop database d
drop database if exists d
drop database d with (force)
drop database d (force)
drop database
drop database d, e
drop database d cascade
drop database if d
drop database d with
drop database d force
alter database d rename to e
alter database d owner to joe
alter database d set search_path to a, b
alter database d set a = default
alter database d reset a
alter database d reset all
alter database d connection limit 5
alter database d with connection limit 5
alter database d set tablespace ts
alter database d with
alter database d allow_connections false
alter database d refresh collation version
alter database d set a from current
alter database d rename e
alter database d set transaction read only
create extension x
create extension if not exists x
create extension x with schema s
create extension x schema s version '1.0' cascade
create extension x with version v1
create extension x cascade schema s
create extension "uuid-ossp"
create extension
create extension x with
create extension x from '1.0'
create extension x version
create extension or replace x
drop table x
drop table if exists x
drop table x, y
drop table x cascade
drop table if exists x, y restrict
drop table
drop view x
drop view if exists x
drop view x, y
drop view x cascade
drop view if exists x, y restrict
drop view
drop materialized view x
drop materialized view if exists x
drop materialized view x, y
drop materialized view x cascade
drop materialized view if exists x, y restrict
drop materialized view
drop index x
drop index if exists x
drop index x, y
drop index x cascade
drop index if exists x, y restrict
drop index
drop sequence x
drop sequence if exists x
drop sequence x, y
drop sequence x cascade
drop sequence if exists x, y restrict
drop sequence
drop type x
drop type if exists x
drop type x, y
drop type x cascade
drop type if exists x, y restrict
drop type
drop domain x
drop domain if exists x
drop domain x, y
drop domain x cascade
drop domain if exists x, y restrict
drop domain
drop schema x
drop schema if exists x
drop schema x, y
drop schema x cascade
drop schema if exists x, y restrict
drop schema
drop extension x
drop extension if exists x
drop extension x, y
drop extension x cascade
drop extension if exists x, y restrict
drop extension
drop collation x
drop collation if exists x
drop collation x, y
drop collation x cascade
drop collation if exists x, y restrict
drop collation
drop foreign table x
drop foreign table if exists x
drop foreign table x, y
drop foreign table x cascade
drop foreign table if exists x, y restrict
drop foreign table
drop statistics x
drop statistics if exists x
drop statistics x, y
drop statistics x cascade
drop statistics if exists x, y restrict
drop statistics
drop conversion x
drop conversion if exists x
drop conversion x, y
drop conversion x cascade
drop conversion if exists x, y restrict
drop conversion
drop text search parser x
drop text search parser if exists x
drop text search parser x, y
drop text search parser x cascade
drop text search parser if exists x, y restrict
drop text search parser
drop language x
drop language if exists x
drop language x, y
drop language x cascade
drop language if exists x, y restrict
drop language
drop server x
drop server if exists x
drop server x, y
drop server x cascade
drop server if exists x, y restrict
drop server
drop access method x
drop access method if exists x
drop access method x, y
drop access method x cascade
drop access method if exists x, y restrict
drop access method
drop event trigger x
drop event trigger if exists x
drop event trigger x, y
drop event trigger x cascade
drop event trigger if exists x, y restrict
drop event trigger
drop publication x
drop publication if exists x
drop publication x, y
drop publication x cascade
drop publication if exists x, y restrict
drop publication
drop table s.t
drop view s.v, t
drop index concurrently i
drop index concurrently if exists s.i
drop index concurrently i, j
drop table concurrently t
drop type s.t[]
drop type int, text
drop domain int
drop schema s.t
drop table if t
drop table if exists
drop table t cascade restrict
drop table t,
drop trigger x on t
drop trigger if exists x on s.t cascade
drop trigger x
drop rule x on t
drop policy x on t restrict
drop policy if exists x on t
drop materialized x
drop foreign x
drop rule s.x on t
drop trigger x on t, y on u
drop table only t
drop temp table t
drop extension x y
drop view v(a)
drop function f
drop function f()
drop function f(int)
drop function if exists s.f(a int, text), g cascade
drop procedure p(in a int, out b text)
drop routine r(variadic int[])
drop function f(int, varchar(5))
drop function f(double precision)
drop function f(a double precision)
drop function f(in int)
drop function f(a in int)
drop function f(
drop function f(int default 1)
drop function f(setof int)
drop function f(s.t)
drop function f(x s.t%type)
drop function left(text)
drop function int(int)
drop function f.g.h
drop function f(inout a int, in out b int)
drop aggregate a(int)
drop operator + (int, int)
drop cast (int as text)
drop function
drop function f(a b c)
drop function f(*)
drop function f, g
drop function f(int[])
drop function f(a int array)
drop procedure if exists p
drop role r
drop user r
drop group r
drop role if exists r, s
drop user current_user
drop role public
drop role none
drop role r cascade
drop
drop role
drop owned by joe
drop owned by joe, current_user cascade
drop owned by
drop owned joe
drop tablespace ts
drop user mapping for x server y
drop subscription s
drop transform for int language sql
drop operator class x using btree
drop operator family if exists x using btree
comment on table t is 'x'
comment on column t.a is 'x'
comment on column s.t.a is 'x'
comment on view v is 'x'
comment on materialized view v is 'x'
comment on index i is 'x'
comment on sequence s is 'x'
comment on type t is 'x'
comment on type int[] is 'x'
comment on domain d is 'x'
comment on schema s is 'x'
comment on database d is 'x'
comment on role r is 'x'
comment on extension x is 'x'
comment on function f(int) is 'x'
comment on function f is 'x'
comment on procedure p() is 'x'
comment on routine r is 'x'
comment on constraint c on t is 'x'
comment on constraint c on s.t is 'x'
comment on constraint c on domain d is 'x'
comment on trigger g on t is 'x'
comment on rule r on t is 'x'
comment on policy p on t is 'x'
comment on tablespace ts is 'x'
comment on language l is 'x'
comment on collation c is 'x'
comment on aggregate a(int) is 'x'
comment on cast (int as text) is 'x'
comment on operator + (int, int) is 'x'
comment on large object 5 is 'x'
comment on access method x is 'x'
comment on event trigger x is 'x'
comment on server x is 'x'
comment on subscription s is 'x'
comment on text search configuration c is 'x'
comment on foreign data wrapper f is 'x'
comment on foreign table t is 'x'
comment on statistics s is 'x'
comment on conversion c is 'x'
comment on publication p is 'x'
comment on table t is null
comment on table t is x
comment on table t
comment on table t is
comment on table is 'x'
comment on t is 'x'
comment on column a is 'x'
comment on table t is 'x' 'y'
comment on table t is E'a\n'
comment on table t is $$x$$
comment on table t is 'a'
comment on
comment on  'b'
comment on constraint c is 'x'
comment on user r is 'x'
comment on constraint c on domain is 'x'
comment on database a.b is 'x'
comment on schema a.b is 'x'
comment on domain d[] is 'x'
create function f() returns int language sql as 'select 1'
create function f() returns int language sql as $$select 1$$
create or replace function f() returns int language sql as 'select 1'
create or replace function f() returns int language sql as $$select 1$$
create procedure p() language sql as 'select 1'
create procedure p() language sql as $$select 1$$
create or replace procedure p() language sql as 'select 1'
create or replace procedure p() language sql as $$select 1$$
create function f(a int) returns int language sql as 'x'
create function f(a int, b text) returns int language sql as 'x'
create function f(int, text) returns int language sql as 'x'
create function f(a int default 1) returns int language sql as 'x'
create function f(a int = 1, b text default 'x') returns int language sql as 'x'
create function f(in a int, out b int, inout c int) returns int language sql as 'x'
create function f(variadic a int[]) returns int language sql as 'x'
create function f(a in int) returns int language sql as 'x'
create function f(in out a int) returns int language sql as 'x'
create function f(a s.t%type) returns int language sql as 'x'
create function f(a double precision) returns int language sql as 'x'
create function f(double precision) returns int language sql as 'x'
create function f(a b.c) returns int language sql as 'x'
create function f(a int array) returns int language sql as 'x'
create function f(int default 1) returns int language sql as 'x'
create function f(a) returns int language sql as 'x'
create function f(out int) returns int language sql as 'x'
create function f(a out b int) returns int language sql as 'x'
create function f(a int default) returns int language sql as 'x'
create function f(in) returns int language sql as 'x'
create function f(a setof int) returns int language sql as 'x'
create function f(a timestamp with time zone, time) returns int language sql as 'x'
create function f(a character varying) returns int language sql as 'x'
create function f(left int) returns int language sql as 'x'
create function f(between int) returns int language sql as 'x'
create function f(a int,) returns int language sql as 'x'
create function f() returns int language sql as 'x'
create function f() returns setof text language sql as 'x'
create function f() returns table (a int, b text) language sql as 'x'
create function f() returns t.a%type language sql as 'x'
create function f() returns setof t.a%type language sql as 'x'
create function f() returns trigger language sql as 'x'
create function f() returns void language sql as 'x'
create function f() returns int[] language sql as 'x'
create function f() returns "T" language sql as 'x'
create function f() returns table () language sql as 'x'
create function f() returns table language sql as 'x'
create function f() returns null language sql as 'x'
create function f() returns table (a) language sql as 'x'
create function f() returns setof language sql as 'x'
create function f() returns int, int language sql as 'x'
create function f() returns record language sql as 'x'
create function f() returns int language plpgsql
create function f() returns int language 'sql'
create function f() returns int immutable
create function f() returns int stable
create function f() returns int volatile
create function f() returns int strict
create function f() returns int called on null input
create function f() returns int returns null on null input
create function f() returns int security definer
create function f() returns int external security invoker
create function f() returns int leakproof
create function f() returns int not leakproof
create function f() returns int cost 5
create function f() returns int rows 10
create function f() returns int parallel safe
create function f() returns int window
create function f() returns int support s.f
create function f() returns int set search_path to a, b
create function f() returns int set x from current
create function f() returns int reset x
create function f() returns int set time zone 'UTC'
create function f() returns int set local x to 1
create function f() returns int as 'a', 'b'
create function f() returns int as 'a', 'b', 'c'
create function f() returns int as
create function f() returns int language
create function f() returns int returns null
create function f() returns int not strict
create function f() returns int cost
create function f() returns int cost a
create function f() returns int transform for type int
create function f() returns int foo
create function f() returns int return 1 + 2
create function f() returns int return
create function f() returns int language sql return a
create function f() returns int language sql begin atomic select 1; select 2; end
create function f() returns int begin atomic end
create function f() returns int begin atomic select 1 end
create function f() returns int begin atomic ; return 1; end
create function f() returns int begin atomic insert into t values (1); update t set a = case when b then 1 end; end
create function f() returns int begin select 1; end
create function f() returns int security
create function f() returns int external
create function f() returns int parallel
create function f() returns int with (isstrict)
alter function f(int) rename to g
alter function f(int) owner to joe
alter function f(int) set schema s
alter function f(int) strict
alter function f(int) cost 5
alter function f(int) immutable
alter function f(int) set x to 1
alter function f(int) depends on extension e
alter function f(int)
alter function f rename to g
alter function f owner to joe
alter function f set schema s
alter function f strict
alter function f cost 5
alter function f immutable
alter function f set x to 1
alter function f depends on extension e
alter function f
create trigger x after insert on t execute function f()
create constraint trigger x after insert on t execute function f()
create or replace trigger x before update on t for each row execute function f()
create rule r as on insert to t do nothing
create policy p on t
create aggregate a (int) (sfunc = f, stype = int)
create operator + (leftarg = int)
create cast (int as text) without function
create collation c (locale = 'C')
create conversion c for 'a' to 'b' from f
create statistics s on a, b from t
create tablespace ts location '/x'
create language l
create server s foreign data wrapper w
create foreign table t (a int) server s
create publication p
create subscription s connection 'x' publication p
create event trigger e on ddl_command_start execute function f()
create access method a type index handler h
create text search configuration c (copy = x)
create user mapping for x server y
create operator class c for type int using btree as storage int
create transform for int language sql (from sql with function f(internal))
create foreign data wrapper w
do 'x'
do $$ begin end $$
do language plpgsql 'x'
load 'x'
security label on table t is 'x'
import foreign schema s from server x into y
create
alter
comment
create foo
alter foo
drop foo
create or replace
create or replace foo
create table
alter table
foo
foo bar
1
'x'
"select" 1
begin 1
create unique
create temp
create temp foo
alter system set a = 1
alter extension x update
alter collation c refresh version
alter default
alter operator + (int, int) owner to x
alter trigger x on t rename to y
alter rule r on t rename to s
alter policy p on t rename to q
alter tablespace t rename to u
alter large object 1 owner to x
alter server s version '1'
alter constraint c
drop constraint c
alter database d owner joe
alter database d owner = joe connection limit 3
