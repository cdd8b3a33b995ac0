-- EXCLUDE with COPY, blocks, views, functions of users, rights and columns that go
create table r(id int, room int, during int4range, note text, exclude using gist (during with &&));
copy r from stdin;
1	1	[1,5)	a
2	1	[5,8)	b
\.
copy r from stdin;
3	1	[10,12)	a
4	1	[11,13)	b
5	1	[20,21)	c
\.
select * from r order by id;
do $$ begin insert into r values (3, 1, '[4,6)'); exception when exclusion_violation then raise exception 'met: %', sqlerrm; end $$;
create view v as select id, during from r where id < 100;
insert into v values (3, '[4,6)');
insert into v values (3, '[14,16)');
insert into v values (4, '[15,17)') on conflict do nothing;
update v set during = '[1,20)' where id = 3;
select * from v order by id;
create function twice(n int) returns int language sql immutable as 'select n * 2';
create table e(n int, k int, exclude (twice(n) with =));
insert into e values (1, 1), (2, 1);
insert into e values (2, 2);
drop table e;
create table two(a int, b int, c int, exclude (a with =), exclude (b with =), exclude (c with =));
insert into two values (1, 1, 1);
insert into two values (1, 1, 1);
insert into two values (2, 1, 1);
alter table two drop constraint two_b_excl;
insert into two values (1, 1, 1);
insert into two values (2, 1, 1);
drop table two;
create table ix(a int, b int);
create index on ix ((a+1), (b+1), (a+2));
create index on ix (a) include (a);
select indexname from pg_indexes where tablename = 'ix' order by 1;
create table d(a text, n int, d int4range, k int, exclude using btree (lower(a) with =, (n % 10) with =), exclude (k with =) where (n > 100), exclude using gist (d with &&), exclude using btree (k with =, (k+1) with =));
insert into d values ('a', 1, '[1,2)', 1);
alter table d drop column d;
insert into d values ('a', 1, 1);
alter table d drop column n;
alter table d drop column a;
alter table d drop column k;
alter table d drop column n cascade;
select conname from pg_constraint where conrelid = 'd'::regclass;
insert into d values ('a'), ('a');
drop table d;
set client_min_messages = warning;
create extension if not exists btree_gist;
reset client_min_messages;
create table big(n int, r int8range, exclude using gist (n with =, r with &&));
insert into big select i % 50, int8range(i / 50 * 10, i / 50 * 10 + 10) from generate_series(0, 4999) i;
insert into big values (7, '[55,56)');
insert into big select i % 50, int8range(i * 7, i * 7 + 1) from generate_series(0, 199) i on conflict do nothing;
select count(*) from big;
update big set r = int8range(lower(r) + 1, upper(r) + 1) where n = 3 and lower(r) > 900;
alter table big alter column n type bigint;
insert into big values (7, '[55,56)');
alter table big alter column r type text;
drop table big;
create table n(a int4multirange, b timestamp, c tsrange, exclude using gist (a with &&), exclude using gist (c with &&, b with <>));
insert into n values ('{[1,3),[5,8)}', '2024-01-01 10:00', '[2024-01-01,2024-01-02)'), ('{[3,5)}', '2024-01-01 10:00', '[2024-01-01,2024-01-02)');
insert into n values ('{[10,11)}', '2024-01-01 10:01', '[2024-01-01,2024-01-02)');
insert into n values ('{[0,1),[7,11)}', '2024-01-01 10:00', '[2024-01-01,2024-01-02)');
drop table n;
begin;
create table w(a int, exclude (a with =));
insert into w values (1);
savepoint s;
insert into w values (1);
rollback to s;
insert into w values (1) on conflict do nothing;
insert into w values (2);
commit;
select * from w order by 1;
insert into w values (3), (4), (3) on conflict do nothing returning a;
with a as (insert into w values (5), (5) on conflict do nothing returning a), b as (insert into r values (77, 1, '[1,3)'), (78, 1, '[1000,1001)') on conflict do nothing returning id) select (select count(*) from a), (select count(*) from b);
delete from w where a = 5;
insert into w values (5);
update w set a = 6 where a = 5;
update w set a = a;
update w set a = a + 1;
create index on w(a);
reindex table w;
analyze w;
insert into w values (6);
truncate w;
insert into w values (6), (7);
drop table w cascade;
