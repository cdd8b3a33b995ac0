-- deferrable keys with COPY, blocks, views, RETURNING, generated and identity columns
create table t(id int primary key deferrable, pos int unique deferrable initially deferred, n text);
copy t from stdin;
1	1	a
2	2	b
\.
copy t from stdin;
3	1	a
\.
copy t from stdin;
1	3	a
\.
begin;
copy t from stdin;
3	1	a
\.
update t set pos = 3 where id = 3;
commit;
begin;
copy t from stdin;
4	1	a
\.
commit;
select * from t order by id;
begin;
savepoint a;
insert into t values (9, 1, 'q');
rollback to a;
commit;
begin;
insert into t values (9, 1, 'q');
insert into t values (9, 8, 'q');
commit;
begin;
insert into t values (9, 1, 'q');
commit;
select * from t order by id;
begin;
do $$ begin insert into t values (5, 1, 'x'); end $$;
commit;
do $$ begin insert into t values (1, 7, 'x'); exception when unique_violation then raise notice 'caught'; end $$;
select * from t order by id;
create view tv as select * from t;
update tv set id = id + 1;
select * from t order by 1;
create table fk(t int);
drop table t cascade;
create table o(id int generated always as identity primary key deferrable initially deferred, g int generated always as (v % 10) stored unique deferrable, v int);
insert into o(v) values (1), (2), (3) returning *;
update o set v = v + 1;
insert into o(v) values (14);
begin;
insert into o overriding system value values (1, default, 99);
commit;
begin;
insert into o overriding system value values (1, default, 99);
update o set id = default where v = 99;
update o set id = 50 where v = 99;
commit;
select * from o order by v;
declare c cursor for select 1;
begin;
update o set v = v + 10;
declare c cursor for select v from o order by v;
fetch 2 from c;
update o set v = v + 1 where current of c;
commit;
