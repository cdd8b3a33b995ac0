-- CREATE and DROP INDEX CONCURRENTLY; a column of a typed table described twice
create type person_type as (id int, name text);
CREATE TABLE persons4 OF person_type (name WITH OPTIONS NOT NULL, name WITH OPTIONS DEFAULT '');
create table ci(a int);
begin;
create index concurrently on ci(a);
rollback;
begin;
create index ci_a on ci(a);
drop index concurrently ci_a;
rollback;
create index concurrently ci_a on ci(a);
drop index concurrently ci_a;
